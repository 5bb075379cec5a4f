import type { CalendarData } from '../calendar';
import type { DecisionModel } from '../dmn';
import type { FeelTree } from '../feel/tree';
import type { ElementType } from '../../protocol/events';

/**
 * The compiled form of a process: plain JSON, made at deployment and stored with the release. The run time reads
 * nothing else. Types only, so that the workflow bundle may import this file.
 */

/** A value of a definition: literal text, or FEEL where the source began with `=`. */
export type Expression = { text: string } | { feel: FeelTree };

/** `zeebe:input` or `zeebe:output`; `target` is a variable name or a path into one (`request.type`). */
export interface Mapping {
  source: Expression;
  target: string;
}

/** An element of a process. `data` belongs to its type: what its behaviour compiled and will read. */
export interface ElementDefinition<Data = unknown> {
  id: string;
  type: ElementType;
  name: string | null;
  /** The sub-process or process that contains it; null for the process itself. */
  parentId: string | null;
  /** Ids of sequence flows, in the order of the document. */
  incoming: string[];
  outgoing: string[];
  /** Ids of the boundary events attached to it. */
  boundaryEvents: string[];
  /** Only carried out to compensate. */
  forCompensation?: true;
  /** Activities: the one that compensates it. */
  compensationHandler?: string;
  /** Boundary events: the activity that an association leads to. */
  handler?: string;
  /** Scopes: ids of the start events of the event sub-processes in it. */
  eventStarts?: string[];
  /** The flow that is taken when no condition of another holds. */
  defaultFlow?: string;
  /** Scopes without start events: the elements that they begin at. */
  beginnings?: string[];
  /** Tokens that the activity needs to start, and tokens that it sends by each flow; absent: one. */
  startQuantity?: number;
  completionQuantity?: number;
  inputs: Mapping[];
  outputs: Mapping[];
  /** `zeebe:properties`, e.g. `requirement`. */
  properties: Record<string, string>;
  /** How the activity is repeated, if it is; compiled by a behaviour of `engine/elements/loops`. */
  loop?: LoopData;
  data: Data;
}

export interface LoopData {
  kind: string;
  data: unknown;
}

export interface FlowDefinition {
  id: string;
  name: string | null;
  sourceId: string;
  targetId: string;
  condition: FeelTree | null;
}

export type TimerKind = 'date' | 'duration' | 'cycle';

/** How a process may be started. A timer's `value` is ISO 8601 text, or cron with 6 fields where `kind` is `cycle`. */
export type StartEventDefinition = { elementId: string } & (
  | { kind: 'none' }
  | { kind: 'message'; messageName: string }
  | { kind: 'signal'; signalName: string }
  | { kind: 'timer'; timer: { kind: TimerKind; value: string } }
);

export interface ProcessDefinition {
  id: string;
  name: string | null;
  versionTag: string | null;
  /** By id; the process itself is among them. */
  elements: Record<string, ElementDefinition>;
  flows: Record<string, FlowDefinition>;
  /** Lane name by element id. */
  lanes: Record<string, string>;
  startEvents: StartEventDefinition[];
  /** SHA-256 of the canonical JSON of all the rest. */
  hash: string;
}

/** What a workflow gets as its input: one process with all that it can reach, and nothing more. */
export interface Program {
  processId: string;
  /** The process and those that it calls, directly or through others. */
  processes: Record<string, ProcessDefinition>;
  /** Decision id → name of the model (file) that holds it. */
  decisions: Record<string, string>;
  decisionModels: Record<string, DecisionModel>;
  calendar: CalendarData;
  formIds: string[];
}
