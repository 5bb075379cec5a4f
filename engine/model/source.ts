import type { FeelTree } from '../feel/tree';
import type { Expression } from './definition';

/**
 * What an element's behaviour may ask of the model while it is compiled. It hides the XML parser, so behaviours stay
 * loadable in the workflow bundle. Problems are collected, never thrown.
 */
export interface ElementSource {
  readonly id: string;
  readonly name: string | null;
  /** The element that it stands in. */
  readonly parent: NestedSource | null;
  /** Whether the model is in the Zeebe dialect, or in the standard's own words only. */
  readonly usesZeebe: boolean;
  /** A plain attribute of the BPMN schema, or undefined where it is not set. */
  attribute(name: string): string | number | boolean | undefined;
  /** Id of the element that an attribute refers to, e.g. `default`, `attachedToRef`. */
  reference(name: string): string | null;
  /** Ids of the elements that a property refers to, where it may be several, e.g. `source` of a link. */
  references(name: string): string[];
  /** Element that an attribute refers to, e.g. `messageRef`, or the one nested under a name, e.g. `loopCharacteristics`. */
  referenced(name: string): NestedSource | null;
  /** Nested elements, e.g. `eventDefinitions`. */
  nested(name: string): NestedSource[];
  /** Text of a nested expression, e.g. `conditionExpression`, `timeDuration`. */
  body(name: string): string | null;
  /** A nested formal expression, e.g. `conditionExpression`: FEEL, with or without `=`, or the language that it names; null where there is none, or after a problem. */
  condition(name: string, what: string): FeelTree | null;
  /** A `zeebe:` extension element by its local name. */
  extension(name: string): ExtensionSource | null;
  /** Parses text that may be FEEL (with `=`) or literal. `what` names it in a problem. */
  expression(text: string, what: string): Expression;
  /** Parses text that must be FEEL (with `=`); null after a problem. */
  feel(text: string, what: string): FeelTree | null;
  problem(code: string, message: string): void;
}

/** A nested element and its schema type without prefix, e.g. `TimerEventDefinition`. */
export interface NestedSource extends ElementSource {
  readonly bpmnType: string;
}

export interface ExtensionSource {
  attribute(name: string): string | null;
  /** Nested extension elements of one property, e.g. `values` of task headers. */
  nested(name: string): ExtensionSource[];
}
