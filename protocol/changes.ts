import { z } from 'zod';
import type { Variables } from './json';

/** What becomes of one thing of a running instance when the instance is changed. */
const changeRow = z.strictObject({
  /** The element instance that it is about; null for one that is not there yet, or a mapping that leads nowhere. */
  elementInstanceKey: z.string().nullable(),
  elementId: z.string(),
  /** Where it will be: the element of the other release; null where it ends or can't go. */
  targetElementId: z.string().nullable(),
  /**
   * `keeps` and `moves`: goes on under the same or another id; `opens` and `closes`: an event begins or ceases to be
   * waited for; `begins` and `ends`: an element is activated or terminated; `refused`: why not is the `reason`.
   */
  outcome: z.literal(['keeps', 'moves', 'opens', 'closes', 'begins', 'ends', 'refused']),
  reason: z.string().nullable(),
});
export type ChangeRow = z.infer<typeof changeRow>;

/** Told before anything is touched. With one refused row nothing is done. */
export const changeReport = z.strictObject({ isPossible: z.boolean(), rows: z.array(changeRow) });
export type ChangeReport = z.infer<typeof changeReport>;

export interface MappingInstruction {
  sourceElementId: string;
  targetElementId: string;
}

/** Begin at an element. Scopes around it that are not active begin too, without their start events. */
export interface ActivateInstruction {
  elementId: string;
  /** The active scope to begin in; needed where there are several. */
  ancestorElementInstanceKey?: string;
  /** By element id of a scope that the activation opens or is in; without one the process instance. */
  variableInstructions?: { scopeId?: string; variables: Variables }[];
}

export interface TerminateInstruction {
  elementInstanceKey: string;
}

/** Ends each active instance of one element and begins at another one in its place. */
export interface MoveInstruction {
  sourceElementId: string;
  targetElementId: string;
}

export interface Modification {
  activateInstructions: ActivateInstruction[];
  terminateInstructions: TerminateInstruction[];
  moveInstructions: MoveInstruction[];
}
