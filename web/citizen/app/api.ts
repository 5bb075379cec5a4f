import type { FieldError, ProblemBody } from '../../../protocol/errors';

/** A request that was refused, or that nobody answered (`unreachable`). */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly errors: readonly FieldError[];
  readonly body: Readonly<Record<string, unknown>>;

  constructor(body: Partial<ProblemBody>) {
    super(body.detail ?? '');
    this.name = 'ApiProblem';
    this.code = body.code ?? 'unreachable';
    this.status = body.status ?? 0;
    this.errors = body.errors ?? [];
    this.body = body;
  }
}

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'DELETE';
  body?: unknown;
  /** Makes a creating POST safe to repeat; it is then repeated while the server can't answer. */
  idempotencyKey?: string;
}

const TOKEN = 'cauce:token';

/** Inside another site's page there are no cookies: the session's token is then kept for this tab. */
export const isEmbedded = new URLSearchParams(location.search).get('embed') === '1';

/** Keeps or forgets the session's token where cookies don't work. */
export function keepToken(token: string | undefined): void {
  if (!isEmbedded) return;
  if (token) sessionStorage.setItem(TOKEN, token);
  else sessionStorage.removeItem(TOKEN);
}

/** The token to show where cookies don't work. */
export function heldToken(): string | undefined {
  return isEmbedded ? (sessionStorage.getItem(TOKEN) ?? undefined) : undefined;
}

/** An answer of the API as it came; throws `ApiProblem` for a refusal. */
export async function fetchApi(path: string, request: ApiRequest = {}): Promise<Response> {
  const { method = 'GET', body, idempotencyKey } = request;
  const headers = new Headers({ 'accept-language': document.documentElement.lang });
  const token = heldToken();
  if (token) headers.set('authorization', `Bearer ${token}`);
  if (idempotencyKey) headers.set('idempotency-key', idempotencyKey);
  const isForm = body instanceof FormData;
  if (body !== undefined && !isForm) headers.set('content-type', 'application/json');
  const payload = body === undefined ? null : isForm ? body : JSON.stringify(body);
  let response: Response;
  try {
    response = await fetch(path, { method, headers, body: payload, credentials: 'same-origin' });
  } catch {
    throw new ApiProblem({});
  }
  if (response.ok) return response;
  throw new ApiProblem(await problemOf(response));
}

async function problemOf(response: Response): Promise<Partial<ProblemBody>> {
  const retryAfter = Number(response.headers.get('retry-after') ?? 0);
  try {
    return { status: response.status, retryAfter, ...((await response.json()) as Partial<ProblemBody>) };
  } catch {
    return { status: response.status, retryAfter };
  }
}

const TRIES = 4;

/** JSON of the API (undefined for 204). */
export async function callApi<T>(path: string, request: ApiRequest = {}): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetchApi(path, request);
      return (response.status === 204 ? undefined : await response.json()) as T;
    } catch (error) {
      const isTransient = error instanceof ApiProblem && (error.status === 0 || error.status === 503);
      if (!isTransient || !request.idempotencyKey || attempt === TRIES) throw error;
      await pause(Math.min(8, Number(error.body.retryAfter) || attempt) * 1000);
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
