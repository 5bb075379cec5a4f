import { z } from 'zod';
import type { Actor, EngineEvent } from './events';
import type { Problem } from './problem';

/** Views of the engine that the `/v2` API has no words for: releases, an instance's history, why it waits. */

const MOST_FILES = 500;

/** POST /api/releases/check: the release in force with these files over it; nothing is stored. */
export const checkReleaseSchema = z.strictObject({
  resources: z
    .array(z.strictObject({ name: z.string().min(1).max(200), content: z.string().max(2_097_152) }))
    .min(1)
    .max(MOST_FILES),
});
/** Errors refuse a deployment, warnings don't. */
export const checkedRelease = z.strictObject({ problems: z.array(z.custom<Problem>()) });
export type CheckedRelease = z.output<typeof checkedRelease>;

/** GET /api/releases, newest first. */
export const releaseSummary = z.strictObject({
  number: z.int(),
  hash: z.string(),
  deployedAt: z.string(),
  deployedBy: z.strictObject({ id: z.string(), name: z.string().nullable() }),
});
export type ReleaseSummary = z.output<typeof releaseSummary>;

/** GET /api/releases/current; 204 before the first deployment. */
export const releaseView = releaseSummary.extend({
  resources: z.array(z.strictObject({ name: z.string(), hash: z.string() })),
  processes: z.array(
    z.strictObject({
      processDefinitionId: z.string(),
      processDefinitionKey: z.string(),
      name: z.string().nullable(),
      version: z.int(),
      resourceName: z.string(),
      nextRunAt: z.string().nullable().meta({ description: 'When its timer start fires next; null when it has none' }),
    }),
  ),
});
export type ReleaseView = z.output<typeof releaseView>;

/** GET /api/releases/current/resource */
export const releaseResource = z.strictObject({ name: z.string(), content: z.string() });

/** GET /api/instances/{key}/history?after=0&limit=1000 */
export const historyQuerySchema = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(5_000).default(1_000),
});
export const historyEntry = z.strictObject({
  seq: z.int(),
  at: z.string(),
  actor: z.custom<Actor & { name?: string }>(),
  event: z.custom<EngineEvent>(),
});
export type HistoryEntry = z.output<typeof historyEntry>;

/** GET /api/instances/{key}/record: whether its chain holds, and where it breaks. */
export const recordVerdict = z.union([
  z.strictObject({ ok: z.literal(true), seq: z.int(), head: z.string() }),
  z.strictObject({ ok: z.literal(false), seq: z.int(), message: z.string() }),
]);

/**
 * Who or what can give what an instance waits for: a person or group (by id), a worker (job type), the clock, an
 * instance, an element of a process that sends it, a variable that a condition reads, anyone, or an operator who resolves an incident.
 */
export const giver = z.strictObject({
  kind: z.enum(['person', 'group', 'anyone', 'worker', 'clock', 'instance', 'element', 'variable', 'operator']),
  id: z.string(),
  /** Of people. */
  name: z.string().optional(),
  /** Of elements. */
  processId: z.string().optional(),
});
export type Giver = z.output<typeof giver>;

/**
 * GET /api/instances/{key}/why-waiting, and what the engine says: what an element instance waits for, in terms that a
 * screen can put in words. `key`: of the user task, timer, subscription, job or incident, of the called instance; null
 * where there is none. `eventId`: the element that the wait is drawn on; a boundary event waits on behalf of its activity.
 * `detail`: assignee (a name for people), message or signal name, condition, job type, incident message, called process, missing flow ids.
 * `missing`: of joins, each flow by which no token has come, with the elements from which one may still come.
 */
export const waiting = z.strictObject({
  elementInstanceKey: z.string(),
  elementId: z.string(),
  waitsFor: z.enum([
    'userTask',
    'timer',
    'message',
    'signal',
    'condition',
    'job',
    'calledInstance',
    'incident',
    'join',
  ]),
  key: z.string().nullable(),
  eventId: z.string(),
  since: z.string(),
  until: z.string().optional(),
  detail: z.string().optional(),
  /** What a message must bring to find it. */
  correlationKey: z.string().optional(),
  givers: z.array(giver),
  missing: z.array(z.strictObject({ flowId: z.string(), from: z.array(z.string()) })).optional(),
});
export type Waiting = z.output<typeof waiting>;
