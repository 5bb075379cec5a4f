/** One row of the error table: HTTP status, English title, and what a person is told in Spanish and English. */
interface ErrorRow {
  status: number;
  title: string;
  es: string;
  en: string;
}

/**
 * Every error that the API answers with, REST and socket alike. The code is the contract; texts may change.
 * docs/api.md lists the same codes (a test compares them).
 */
export const ERRORS = {
  invalid_request: {
    status: 400,
    title: 'Invalid request',
    es: 'La solicitud tiene datos que no son válidos.',
    en: 'Expected a valid request, but some of its fields are not.',
  },
  invalid_frame: {
    status: 400,
    title: 'Invalid frame',
    es: 'El mensaje recibido no tiene el formato esperado.',
    en: 'Expected a frame of the socket protocol, but got something else.',
  },
  invalid_form: {
    status: 400,
    title: 'Invalid form data',
    es: 'Revise los campos señalados del formulario.',
    en: 'Expected data that the form accepts, but some fields are not.',
  },
  weak_password: {
    status: 400,
    title: 'Weak password',
    es: 'La contraseña debe tener entre 12 y 128 caracteres y no contener su nombre de usuario.',
    en: 'Expected a password of 12 to 128 characters without the username, but it is not.',
  },
  token_invalid: {
    status: 400,
    title: 'Invalid or used token',
    es: 'El enlace ya se usó o venció. Pida uno nuevo.',
    en: 'Expected a valid token, but it was used or has expired.',
  },
  unauthenticated: {
    status: 401,
    title: 'Authentication required',
    es: 'Inicie sesión para continuar.',
    en: 'Expected a session, a bearer token or Basic credentials, but got none that is valid.',
  },
  invalid_credentials: {
    status: 401,
    title: 'Invalid credentials',
    es: 'El usuario o la contraseña no son correctos.',
    en: 'Expected the username and password of an account, but they do not match.',
  },
  second_factor_required: {
    status: 401,
    title: 'Second factor required',
    es: 'Escriba el código de su aplicación de autenticación.',
    en: 'Expected a second factor code, but it is missing or wrong.',
  },
  forbidden: {
    status: 403,
    title: 'Forbidden',
    es: 'Su cuenta no tiene permiso para hacer esto.',
    en: 'Expected a role that may do this, but the account has none.',
  },
  not_rostered: {
    status: 403,
    title: 'Not rostered',
    es: 'Usted no está programado en esa sala en este momento.',
    en: 'Expected an advisor of the room’s present shift, but the person is not on it.',
  },
  origin_refused: {
    status: 403,
    title: 'Origin refused',
    es: 'La petición viene de otro sitio y no se acepta.',
    en: 'Expected the origin of this site, but the request came from another.',
  },
  chat_owns_assignment: {
    status: 403,
    title: 'The chat assigns this task',
    es: 'El chat asigna esta tarea; no se puede tomar ni soltar a mano.',
    en: 'Expected a task that people assign, but the chat assigns this one.',
  },
  separation_of_duties: {
    status: 403,
    title: 'Separation of duties',
    es: 'Otra persona debe hacer este paso, porque usted hizo uno anterior.',
    en: 'Expected another person than the one who did an earlier step of the same request.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    es: 'No se encontró lo que busca.',
    en: 'Expected an existing resource, but found none.',
  },
  already_registered: {
    status: 409,
    title: 'Already registered',
    es: 'Ya existe una cuenta con ese correo o ese documento. Ingrese o recupere su contraseña.',
    en: 'Expected a new person, but the e-mail or document is already registered.',
  },
  room_closed: {
    status: 409,
    title: 'Room closed',
    es: 'La sala está cerrada en este momento.',
    en: 'Expected an open room, but it is closed.',
  },
  forum_not_live: {
    status: 409,
    title: 'Forum not live',
    es: 'El foro no está abierto en este momento.',
    en: 'Expected a forum that is on, but it has not begun or has ended.',
  },
  conversation_closed: {
    status: 409,
    title: 'Conversation closed',
    es: 'La conversación ya terminó.',
    en: 'Expected an open conversation, but it is closed.',
  },
  message_conflict: {
    status: 409,
    title: 'Message conflict',
    es: 'Ese identificador ya se usó con otro texto.',
    en: 'Expected the text that this clientMessageId was first sent with, but got another.',
  },
  idempotency_conflict: {
    status: 409,
    title: 'Idempotency conflict',
    es: 'Esa clave ya se usó con otros datos.',
    en: 'Expected the body that this Idempotency-Key was first sent with, but got another.',
  },
  already_answered: {
    status: 409,
    title: 'Already answered',
    es: 'Ya se recibió su respuesta.',
    en: 'Expected an unanswered survey, but it was answered.',
  },
  task_closed: {
    status: 409,
    title: 'Task closed',
    es: 'La tarea ya fue cerrada por otra persona.',
    en: 'Expected an open task, but it was closed.',
  },
  task_not_assigned: {
    status: 409,
    title: 'Task not assigned',
    es: 'Tome la tarea antes de completarla.',
    en: 'Expected a task assigned to you, but it is assigned to nobody.',
  },
  task_assigned_to_other: {
    status: 409,
    title: 'Task assigned to another person',
    es: 'La tarea está asignada a otra persona.',
    en: 'Expected a task assigned to you, but it is assigned to another person.',
  },
  subscription_closed: {
    status: 409,
    title: 'Subscription closed',
    es: 'El proceso ya no espera ese mensaje.',
    en: 'Expected an open message subscription, but it is closed.',
  },
  invalid_state: {
    status: 409,
    title: 'Invalid state',
    es: 'El estado actual no permite esta acción.',
    en: 'Expected another state for this command.',
  },
  not_completed: {
    status: 504,
    title: 'Not completed in time',
    es: 'La instancia no terminó en el tiempo de espera; sigue en curso.',
    en: 'Expected the instance to complete within the wait, but it has not; it goes on.',
  },
  payload_too_large: {
    status: 413,
    title: 'Payload too large',
    es: 'El archivo o los datos superan el tamaño permitido.',
    en: 'Expected a body within the limit, but it is larger.',
  },
  unsupported_file: {
    status: 400,
    title: 'Unsupported file',
    es: 'Solo se aceptan archivos PDF, PNG, JPG y DOCX.',
    en: 'Expected a PDF, PNG, JPG or DOCX file, but its content is something else.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    es: 'Demasiados intentos. Espere un momento y vuelva a intentar.',
    en: 'Expected fewer requests in this time.',
  },
  internal_error: {
    status: 500,
    title: 'Internal error',
    es: 'Ocurrió un error inesperado. Vuelva a intentar.',
    en: 'Expected no failure of ours, but one happened.',
  },
  store_unavailable: {
    status: 503,
    title: 'Store unavailable',
    es: 'El servicio no está disponible en este momento. Vuelva a intentar con la misma clave.',
    en: 'Expected the store to answer, but it did not. Send the same key again.',
  },
  engine_unavailable: {
    status: 503,
    title: 'Engine unavailable',
    es: 'El servicio no está disponible en este momento. Vuelva a intentar con la misma clave.',
    en: 'Expected the workflow engine to answer, but it did not. Send the same key again.',
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERRORS;

/** A field of the request that is at fault; `path` as in JavaScript (`request.type`), empty for the whole body. */
export interface FieldError {
  path: string;
  message: string;
}

/** RFC 9457 problem details; `code` is one of `ERRORS`. Further members (`opensAt`, `by`, `at`) belong to their code. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  errors?: FieldError[];
  [extension: string]: unknown;
}

/** What a handler throws to answer with an error of the table. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly options: ApiErrorOptions;

  constructor(code: ErrorCode, options: ApiErrorOptions = {}) {
    super(options.detail ?? ERRORS[code].en, { cause: options.cause });
    this.name = 'ApiError';
    this.code = code;
    this.options = options;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}

export interface ApiErrorOptions {
  /** Replaces the table's text when more can be said. */
  detail?: string;
  errors?: FieldError[];
  /** Extension members of the problem body. */
  extra?: Record<string, unknown>;
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** The body of an error response, in the language of who reads it. */
export function problemBody(error: ApiError, language: 'es' | 'en' = 'es'): ProblemBody {
  const row = ERRORS[error.code];
  return {
    ...error.options.extra,
    type: `urn:cauce:problem:${error.code}`,
    title: row.title,
    status: row.status,
    code: error.code,
    detail: error.options.detail ?? row[language],
    ...(error.options.errors ? { errors: error.options.errors } : {}),
  };
}
