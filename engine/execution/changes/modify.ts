import type { Modification } from '../../../protocol/changes';
import type { Variables } from '../../../protocol/json';
import { instanceOf, isActive, parentOf, type StepContext } from '../context';
import type { ElementInstance } from '../execution';
import { Rejected } from '../faults';
import { openScope, spawn, terminate } from '../lifecycle';
import { checkNames, setLocal } from '../variables';
import { planModification, type Beginning } from './modificationPlan';

/**
 * Begins and ends elements by hand, as Zeebe does: what begins comes first, so that a scope survives that loses one
 * element and gets another; a scope that is left without any ends too.
 */
export function modify(context: StepContext, modification: Modification): void {
  const { process, execution, events } = context;
  const { report, beginnings, endings } = planModification(process, execution, modification);
  const refused = report.rows.find(({ outcome }) => outcome === 'refused');
  if (refused) throw new Rejected('invalid_argument', refused.reason ?? 'Expected a possible modification');
  const instructions = modification.activateInstructions.flatMap(
    ({ variableInstructions = [] }) => variableInstructions,
  );
  instructions.forEach(({ variables }) => checkNames(variables));
  events.push({
    type: 'instance.modified',
    begun: beginnings.map(({ elementId }) => elementId),
    ended: endings.map((key) => instanceOf(context, key).elementId),
  });
  const opened = new Map<string, ElementInstance>();
  const places = beginnings.map((beginning) => ({ beginning, scope: scopeFor(context, beginning, opened) }));
  for (const { scopeId, variables } of instructions) setVariables(context, opened, scopeId, variables);
  for (const { beginning, scope } of places) spawn(context, beginning.elementId, scope.key);
  for (const key of endings) {
    const instance = execution.elements[key];
    if (instance) end(context, instance);
  }
}

/** The active scope, or the innermost of those that are opened on the way; several beginnings share them. */
function scopeFor(
  context: StepContext,
  { scopeKey, through }: Beginning,
  opened: Map<string, ElementInstance>,
): ElementInstance {
  let scope = instanceOf(context, scopeKey);
  for (const id of through) {
    const place = `${scope.key} ${id}`;
    const known = opened.get(place) ?? openScope(context, id, scope.key);
    opened.set(place, known);
    scope = known;
  }
  return scope;
}

function setVariables(
  context: StepContext,
  opened: ReadonlyMap<string, ElementInstance>,
  scopeId: string | undefined,
  variables: Variables,
): void {
  const { execution } = context;
  const scopes = [...opened.values(), ...Object.values(execution.elements)];
  const scope = scopes.find(({ elementId, key }) =>
    scopeId === undefined || scopeId === '' ? key === execution.processInstanceKey : elementId === scopeId,
  );
  if (scope) setLocal(context, scope, variables);
}

/** Ends an instance, and every scope around it that has nothing left. */
function end(context: StepContext, instance: ElementInstance): void {
  let at: ElementInstance | null = instance;
  while (at && isActive(context, at)) {
    const scope: ElementInstance | null = parentOf(context, at);
    terminate(context, at);
    if (!scope || context.index.children.has(scope.key) || scope.joins) return;
    at = scope;
  }
}
