import type { Program } from '../model/definition';
import type { Execution } from './execution';

/** What an element instance waits for, in terms that a screen can put in words. Times are RFC 3339 UTC. */
export interface Waiting {
  elementInstanceKey: string;
  elementId: string;
  waitsFor: 'userTask' | 'timer' | 'message' | 'job' | 'calledInstance' | 'incident' | 'join';
  /** Key of the user task, timer, subscription, job or incident; of the called instance; null where there is none. */
  key: string | null;
  /** Element that the wait is drawn on: a boundary event waits on behalf of its activity. */
  eventId: string;
  since: string;
  until?: string;
  /** Assignee, message name, job type, incident message, missing flow ids. */
  detail?: string;
}

/** Every reason why the instance doesn't go on by itself. */
export function whyWaiting(_program: Program, _execution: Execution): Waiting[] {
  return [];
}
