import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Store } from '../store/connect';
import { jobInput, startJobBed } from '../test/support/jobs';
import { createJobs } from './jobs';

jest.setTimeout(30_000);
const NOW = Date.parse('2026-11-24T15:00:00Z');
const SECRET = 'a secret that both sides know of each other';

let store: Store;
let server: Server;
let answer: { status: number; body: string };
const received: { headers: IncomingHttpHeaders; body: string }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.writeHead(answer.status).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/calls`;
  const items = [
    { id: 'A6-1', label: 'Medios', role: 'jefe', expects: 'Constancia', workingHours: 16, endpoint: null },
    { id: 'A4-2-02', label: 'Supervisión', entryPoint: '10', endpoint },
  ];
  const catalogues = { 'external-procedures': { id: 'external-procedures', label: 'Externos', items } };
  ({ store } = await startJobBed({ catalogues }, { now: () => NOW }));
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await store.close();
});

function call(procedure: string, externalSecret: string | undefined = SECRET) {
  const parts = { store, now: () => NOW, publicUrl: 'http://localhost', publish: () => Promise.resolve() };
  const of = { processInstanceKey: '1', elementInstanceKey: '5' };
  const input = jobInput({ procedure, reference: 'NC-2026-0001' }, of);
  return createJobs({ ...parts, externalSecret })['external-call'](input);
}

it('leaves a procedure without an endpoint to people, and says to whom and until when', async () => {
  expect(await call('A6-1')).toEqual({
    way: 'person',
    procedureName: 'Medios',
    expects: 'Constancia',
    role: 'jefe',
    workingHours: 16,
    answer: null,
  });
  expect(received).toEqual([]);
});

it('sends a signed call under the same id every time, and keeps what was said as a text', async () => {
  answer = { status: 200, body: 'Radicado 45' };
  const first = await call('A4-2-02');
  await call('A4-2-02');
  expect(first).toMatchObject({ way: 'endpoint', answer: 'text:1:answer@5' });
  expect([...(await store.texts.resolve([first.answer as string])).values()]).toEqual(['Radicado 45']);
  const [{ headers, body } = { headers: {}, body: '' }, again] = received;
  const expected = { callId: '1:5', procedure: 'A4-2-02', entryPoint: '10', reference: 'NC-2026-0001' };
  expect(JSON.parse(body)).toEqual(expected);
  expect(headers['idempotency-key']).toBe('1:5');
  expect(again?.headers['idempotency-key']).toBe('1:5');
  const [, time = '', signature] = /^t=(\d+),v1=(\w+)$/.exec(String(headers['x-cauce-signature'])) ?? [];
  expect(signature).toBe(createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex'));
});

it.each([
  [503, { type: 'Error' }],
  [429, { type: 'Error' }],
  [422, { type: 'bpmnError', details: ['external-refused', {}] }],
])(
  'takes %i for what it is: to be tried again, or refused',
  async (status, { type, details }: { type: string; details?: unknown[] }) => {
    answer = { status, body: 'no' };
    const error: unknown = await call('A4-2-02').catch((thrown: unknown) => thrown);
    if (details) expect(error).toMatchObject({ type, details });
    else expect(error).not.toMatchObject({ nonRetryable: true });
    expect(error).toBeInstanceOf(Error);
  },
);

it('calls nobody without a key to sign with', async () => {
  await expect(call('A4-2-02', '')).rejects.toMatchObject({ nonRetryable: true });
});
