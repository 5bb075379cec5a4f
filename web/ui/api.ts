/** RFC 9457 problem details as the API sends them. */
export interface ProblemDetails {
  title: string;
  status: number;
  code: string;
  detail: string;
  errors?: { path: string; message: string }[];
}

/** A refused or failed request: what the API said, or `unreachable` when nothing answered. */
export class ApiError extends Error {
  constructor(readonly problem: ProblemDetails) {
    super(problem.detail || problem.title);
    this.name = 'ApiError';
  }

  get code(): string {
    return this.problem.code;
  }
}

const UNREACHABLE: ProblemDetails = {
  title: 'Sin conexión',
  status: 0,
  code: 'unreachable',
  detail: 'No hay conexión con el servidor. Revise su red; se intentará de nuevo.',
};

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  /** Makes a creating POST safe to repeat. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** One request to the API of this origin. JSON in and out; `FormData` is sent as it is; 204 gives undefined. */
export async function api<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  const body: unknown = type.includes('json') ? JSON.parse(text || 'null') : text;
  if (response.ok) return body as T;
  throw new ApiError(isProblem(body) ? body : { ...UNREACHABLE, status: response.status, title: response.statusText });
}

async function send(path: string, { method = 'GET', body, idempotencyKey, signal }: RequestOptions): Promise<Response> {
  const isForm = body instanceof FormData;
  const headers: Record<string, string> = {};
  if (body !== undefined && !isForm) headers['content-type'] = 'application/json';
  if (idempotencyKey) headers['idempotency-key'] = idempotencyKey;
  try {
    return await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(UNREACHABLE);
  }
}

function isProblem(body: unknown): body is ProblemDetails {
  return typeof body === 'object' && body !== null && 'code' in body && 'status' in body;
}
