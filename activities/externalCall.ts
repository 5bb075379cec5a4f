import { createHmac } from 'node:crypto';
import type { CatalogueItem } from '../protocol/release';
import { bpmnError, optionalTextOf, refuse, releaseOf, textOf, type Job, type JobParts } from './job';

const ANSWER_WITHIN_MS = 10_000;
const LONGEST_ANSWER = 4_000;
/** Status codes after which the same request may succeed later. */
const PASSING = new Set([408, 425, 429]);
const DEFAULT_ROLE = 'coord';
const DEFAULT_WORKING_HOURS = 40;

/**
 * `external-call`: calls an external procedure (D-5). In: procedure (id in the catalogue `external-procedures`),
 * reference (what it is about), entryPoint?. Out: way (`endpoint`, or `person` when the catalogue names no endpoint: then
 * nothing was sent), procedureName, expects, role and workingHours of who does it by hand, answer (a reference to the
 * endpoint's words, or null).
 *
 * The request is a POST of `{callId, procedure, entryPoint, reference}` with `Idempotency-Key: callId` and
 * `X-Cauce-Signature: t=<epoch s>,v1=<hex HMAC-SHA-256 of "t.body">`. No answer and 5xx are tried again by the worker;
 * anything else but 2xx throws the BPMN error `external-refused`.
 */
export function externalCall(parts: JobParts): Job {
  return async (input) => {
    const procedure = textOf(input, 'procedure');
    const { catalogues } = await releaseOf(parts, input);
    const external = catalogues['external-procedures']?.items.find(({ id }) => id === procedure);
    if (!external) throw refuse(`Expected ${procedure} among the external procedures, but it is not there`);
    const known = {
      procedureName: external.label,
      expects: external.expects ?? null,
      role: typeof external.role === 'string' ? external.role : DEFAULT_ROLE,
      workingHours: typeof external.workingHours === 'number' ? external.workingHours : DEFAULT_WORKING_HOURS,
    };
    if (typeof external.endpoint !== 'string') return { ...known, way: 'person', answer: null };
    const callId = `${input.processInstanceKey}:${input.elementInstanceKey}`;
    const entryPoint = optionalTextOf(input, 'entryPoint') ?? textIn(external, 'entryPoint');
    const said = await send(parts, external.endpoint, {
      callId,
      procedure,
      entryPoint,
      reference: textOf(input, 'reference'),
    });
    if (said === '') return { ...known, way: 'endpoint', answer: null };
    const field = `answer@${input.elementInstanceKey}`;
    const at = new Date(parts.now()).toISOString();
    const answer = await parts.store.texts.save(input.processInstanceKey, { [field]: said }, { by: procedure, at });
    return { ...known, way: 'endpoint', answer: answer[field] ?? null };
  };
}

interface Message {
  callId: string;
  procedure: string;
  entryPoint: string | null;
  reference: string;
}

/** What the endpoint said, cut to what a text may be. */
async function send({ externalSecret, now }: JobParts, endpoint: string, message: Message): Promise<string> {
  if (!externalSecret) throw refuse('Expected EXTERNAL_CALL_SECRET to sign calls with, but it is not set');
  const body = JSON.stringify(message);
  const time = Math.floor(now() / 1_000);
  const signature = createHmac('sha256', externalSecret).update(`${time}.${body}`).digest('hex');
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': message.callId,
      'x-cauce-signature': `t=${time},v1=${signature}`,
    },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const said = (await response.text()).slice(0, LONGEST_ANSWER);
  if (response.ok) return said;
  const problem = `Expected ${message.procedure} to accept the call, but it answered ${response.status}`;
  if (response.status >= 500 || PASSING.has(response.status)) throw new Error(problem);
  throw bpmnError('external-refused', problem);
}

function textIn(item: CatalogueItem, name: string): string | null {
  const value = item[name];
  return typeof value === 'string' ? value : null;
}
