import type { ModdleElement } from '../moddle';

/**
 * One sentence of BPMN 2.0.2 that a model has to keep, whoever executes it. Rules look at the model as it was written;
 * what an element of ours needs in order to run is the business of its behaviour.
 */
export interface Rule {
  /** Of the problem that is told, e.g. `gateway_direction_invalid`. */
  code: string;
  /** Clause of BPMN 2.0.2. */
  clause: string;
  /** Schema types that it looks at, e.g. `bpmn:Gateway`, and what is derived from them. */
  on: string;
  /** Camunda's engine runs models that break it, in one way only: in its dialect a warning. */
  isLenient?: true;
  /** `Expected X, but Y`, or null when the rule is kept. */
  check: (element: ModdleElement, model: ModelView) => string | null;
}

/** What rules may ask about the model around an element. */
export interface ModelView {
  /** Elements of a type and of those derived from it, in the order of the document. */
  all(type: string): ModdleElement[];
  /** Types of the flow elements of the scope that an element is in, its own among them. */
  typesBeside(element: ModdleElement): ReadonlySet<string>;
  /** Is it part of a process that is to be executed, or of nothing that could be? */
  isExecutable(element: ModdleElement): boolean;
  /** Is the model written in Camunda's dialect? */
  readonly usesZeebe: boolean;
  /** Does the element name something by this property, even if it is not there? */
  names(element: ModdleElement, property: string): boolean;
  /** Elements with a reference (of this property) to the element. */
  referring(element: ModdleElement, property: string): ModdleElement[];
}

export function lenientRule(on: string, code: string, clause: string, check: Rule['check']): Rule {
  return { on, code, clause, check, isLenient: true };
}

export function rule(on: string, code: string, clause: string, check: Rule['check']): Rule {
  return { on, code, clause, check };
}
