import { randomUUID } from 'node:crypto';
import type { Journal } from './journal';

const ANSWER_MS = 20_000;
const PATIENCE_MS = 180_000;
const PAUSE_MS = 250;

export interface Answer<T> {
  status: number;
  body: T;
}

/** A program that talks to the API as a careful client does: what gets no answer, or 503, is sent again as it was. */
export class ApiClient {
  private token: string | null = null;
  personId = '';

  constructor(
    readonly url: string,
    private readonly journal: Journal,
  ) {}

  get authorization(): string {
    return `Bearer ${this.token ?? ''}`;
  }

  async signIn(username: string, password: string): Promise<void> {
    const { body } = await this.call<{ token: string; person: { id: string } }>('POST', '/api/session', {
      username,
      password,
    });
    this.token = body.token;
    this.personId = body.person.id;
  }

  /**
   * Sends a request until it is answered by something else than 503; creating requests carry one Idempotency-Key.
   * @throws Error for an answer that is neither a success nor among `expected`
   */
  async call<T>(method: string, path: string, body?: unknown, expected: number[] = []): Promise<Answer<T>> {
    const key = randomUUID();
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = await this.attempt<T>(method, path, body, key);
      if (answer && (answer.status < 300 || expected.includes(answer.status))) return answer;
      if (answer && answer.status !== 503) {
        const told = `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`;
        if (answer.status < 500) throw new Error(told);
        this.journal.broken(`Expected 503 when a part is away, but ${told}`);
      }
      if (Date.now() > deadline) throw new Error(`Expected an answer to ${method} ${path}, but got none`);
      this.journal.retries += 1;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  /** One attempt; null when the connection failed or nothing came in time. */
  async attempt<T>(method: string, path: string, body: unknown, key: string): Promise<Answer<T> | null> {
    try {
      const response = await fetch(this.url + path, {
        method,
        headers: {
          ...(this.token === null ? {} : { authorization: this.authorization }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(method === 'POST' ? { 'idempotency-key': key } : {}),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      const text = await response.text();
      if (response.status === 503 && response.headers.get('retry-after') === null)
        this.journal.broken(`Expected Retry-After with 503, but ${method} ${path} had none`);
      return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T };
    } catch {
      return null;
    }
  }
}
