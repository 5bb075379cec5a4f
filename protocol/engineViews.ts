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
export interface CheckedRelease {
  /** Errors refuse a deployment, warnings don't. */
  problems: Problem[];
}

/** GET /api/releases, newest first. */
export interface ReleaseSummary {
  number: number;
  hash: string;
  deployedAt: string;
  deployedBy: { id: string; name: string | null };
}

/** GET /api/releases/current; 204 before the first deployment. */
export interface ReleaseView extends ReleaseSummary {
  resources: { name: string; hash: string }[];
  processes: {
    processDefinitionId: string;
    processDefinitionKey: string;
    name: string | null;
    version: number;
    resourceName: string;
    /** When its timer start fires next; null when it has none. */
    nextRunAt: string | null;
  }[];
}

/** GET /api/instances/{key}/history?after=0&limit=1000 */
export const historyQuerySchema = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(5_000).default(1_000),
});
export interface HistoryEntry {
  seq: number;
  at: string;
  actor: Actor & { name?: string };
  event: EngineEvent;
}

/** GET /api/instances/{key}/why-waiting, and what the engine says: what an element instance waits for, in terms that a screen can put in words. Times are RFC 3339 UTC. */
export interface Waiting {
  elementInstanceKey: string;
  elementId: string;
  waitsFor: 'userTask' | 'timer' | 'message' | 'signal' | 'job' | 'calledInstance' | 'incident' | 'join';
  /** Key of the user task, timer, subscription, job or incident; of the called instance; null where there is none. */
  key: string | null;
  /** Element that the wait is drawn on: a boundary event waits on behalf of its activity. */
  eventId: string;
  since: string;
  until?: string;
  /** Assignee (a name for people), message or signal name, job type, incident message, called process, missing flow ids. */
  detail?: string;
}
