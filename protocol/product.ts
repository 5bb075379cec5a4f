import { z } from 'zod';
import { closeReason } from './productAnswers';

export type * from './productAnswers';

/**
 * The product API (`/api`): request bodies are strict (an unknown field is a 400); answers are in
 * productAnswers.ts.
 * All ids are opaque strings, all times RFC 3339 UTC.
 */
const id = z.string().min(1).max(100);

export const documentTypeSchema = z.enum(['CC', 'CE', 'TI', 'PA', 'PPT', 'PEP', 'NIT']);
export type DocumentType = z.infer<typeof documentTypeSchema>;

/** Documents are compared without spaces, dots and hyphens, in upper case. */
export const documentNumberSchema = z
  .string()
  .transform((text) => text.replace(/[\s.-]/g, '').toUpperCase())
  .pipe(z.string().regex(/^[A-Z0-9]{4,20}$/, 'Escriba entre 4 y 20 letras o números.'));

const passwordSchema = z.string().min(12, 'Use al menos 12 caracteres.').max(128, 'Use como máximo 128 caracteres.');
const emailSchema = z.email('Escriba un correo válido.').max(254);

/** POST /api/citizens */
export const registrationSchema = z.strictObject({
  documentType: documentTypeSchema,
  documentNumber: documentNumberSchema,
  name: z.string().trim().min(2).max(120),
  email: emailSchema,
  password: passwordSchema,
  relationship: z.string().min(1).max(60),
  consent: z.literal(true, 'Debe aceptar el tratamiento de sus datos personales.'),
});

/** POST /api/session */
export const loginSchema = z.strictObject({
  username: z.string().trim().min(1).max(254),
  password: z.string().min(1).max(128),
  code: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
});

const code = z.string().regex(/^\d{6}$/);
/** PUT /api/second-factor, and DELETE with a last code. */
export const enrolmentSchema = z.strictObject({ secret: z.string().regex(/^[A-Z2-7]{16,64}$/), code });
export const codeSchema = z.strictObject({ code });

/** What a citizen asks: type and area are ids of the catalogues, the summary is personal and stored encrypted. */
export const requestDraftSchema = z.strictObject({
  type: id,
  area: id,
  summary: z.string().trim().min(1).max(2_000),
});

/** POST /api/conversations, and POST /api/requests for a request outside opening hours. */
export const openConversationSchema = z.strictObject({ roomId: id, request: requestDraftSchema });
export type OpenConversation = z.infer<typeof openConversationSchema>;

/** POST /api/conversations/{id}/close; the body may be left out. */
export const closeConversationSchema = z.strictObject({ reason: closeReason.optional() });

/** GET /api/conversations/{id}/messages?after=0&limit=100 */
export const entriesQuerySchema = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

/** POST /api/conversations/{id}/messages → 201 Entry; the same over REST as a `send` frame. */
export const messageTextSchema = z
  .string()
  .min(1)
  .max(4_000)
  .refine((text) => text.trim().length > 0, 'Escriba un mensaje.');
export const sendMessageSchema = z.strictObject({ clientMessageId: id, text: messageTextSchema });

/** GET /api/conversations; staff may ask for a citizen's earlier ones. */
export const conversationsQuerySchema = z.strictObject({
  state: z.enum(['waiting', 'assigned', 'active', 'closed', 'open']).optional(),
  mine: z.enum(['true', 'false']).optional(),
  citizen: id.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** POST /api/conversations/{id}/classification (advisor): a correction needs its reason. */
export const classificationSchema = z.strictObject({
  type: id,
  area: id,
  reason: z.string().trim().min(1).max(500).optional(),
});

/** POST /api/conversations/{id}/survey */
export const surveySchema = z.strictObject({
  score: z.number().int().min(1).max(5),
  resolved: z.boolean(),
  comment: z.string().trim().max(2_000).optional(),
});

/** GET /api/requests/status?number=…&documentNumber=… (no session) */
export const requestStatusQuerySchema = z.strictObject({
  number: z.string().trim().max(20),
  documentNumber: documentNumberSchema,
});

/** PUT /api/presence */
export const presenceSchema = z.strictObject({
  state: z.enum(['available', 'paused', 'offline']),
  rooms: z.array(id).max(50),
  capacity: z.number().int().min(0).max(20),
});

/** POST /api/notifications/read: all up to a time when `ids` is left out. */
export const readNotificationsSchema = z.strictObject({ ids: z.array(id).max(200).optional() });

/** POST /api/accounts: makes an invited account and sends its invitation. */
export const newAccountSchema = z.strictObject({
  username: z.string().regex(/^[a-z][a-z0-9._-]{2,40}$/, 'Use de 3 a 41 letras minúsculas, números, punto o guion.'),
  name: z.string().trim().min(2).max(120),
  email: emailSchema,
  roles: z.array(id).min(1).max(10),
});
/** POST /api/password-reset: always 202, whoever asks. */
export const passwordResetSchema = z.strictObject({ username: z.string().trim().min(1).max(254) });
/** POST /api/password: with the token of an invitation or reset, or signed in with the present password. */
export const newPasswordSchema = z.union([
  z.strictObject({ token: z.string().min(20).max(100), password: passwordSchema }),
  z.strictObject({ currentPassword: z.string().max(128), password: passwordSchema }),
]);

/** GET /api/search?q= : requests by number or by the citizen's document number. */
export const searchQuerySchema = z.strictObject({ q: z.string().trim().min(3).max(40) });
