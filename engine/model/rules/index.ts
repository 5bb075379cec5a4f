import type { Problem } from '../../../protocol/problem';
import { parentOf, textOf, type ModdleElement, type ParsedModel } from '../moddle';
import { activityRules } from './activities';
import { collaborationRules } from './collaboration';
import { dataRules } from './data';
import { eventRules } from './events';
import { flowRules } from './flows';
import { gatewayRules } from './gateways';
import { linkRules } from './links';
import { referenceProblem } from './references';
import type { Rule } from './rule';
import { viewOf } from './view';

const rules: readonly Rule[] = [
  ...flowRules,
  ...gatewayRules,
  ...eventRules,
  ...linkRules,
  ...activityRules,
  ...dataRules,
  ...collaborationRules,
];

/** What of BPMN 2.0.2 a model breaks, whatever of it would be executed. `resource` names the file. */
export function checkRules(model: ParsedModel, resource: string): Problem[] {
  const view = viewOf(model);
  const rulesOf = rulesByType();
  const broken = view.elements.flatMap((element) =>
    rulesOf(element).flatMap(({ code, clause, check, isLenient }) => {
      const message = check(element, view);
      return message === null
        ? []
        : [
            problemOf(element, {
              code,
              message: `${message} (BPMN 2.0.2, ${clause})`,
              resource,
              severity: isLenient && view.usesZeebe ? 'warning' : 'error',
            }),
          ];
    }),
  );
  const misdirected = model.references.flatMap((reference) => {
    const message = referenceProblem(reference);
    return message === null
      ? []
      : [problemOf(reference.element, { code: 'reference_invalid', message, resource, severity: 'error' })];
  });
  return [...broken, ...misdirected];
}

/** Which rules look at an element hangs on its type alone, so each type is asked once. */
function rulesByType(): (element: ModdleElement) => readonly Rule[] {
  const known = new Map<string, readonly Rule[]>();
  return (element) => {
    const found = known.get(element.$type) ?? rules.filter(({ on }) => element.$instanceOf(on));
    known.set(element.$type, found);
    return found;
  };
}

function problemOf(element: ModdleElement, problem: Problem): Problem {
  const elementId = idOf(element);
  return elementId === null ? problem : { ...problem, elementId };
}

/** Its own id, else that of the nearest element around it that has one. */
function idOf(element: ModdleElement): string | null {
  for (let at: ModdleElement | undefined = element; at; at = parentOf(at)) {
    const id = textOf(at, 'id');
    if (id !== null) return id;
  }
  return null;
}
