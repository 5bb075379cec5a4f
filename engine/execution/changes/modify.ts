import type { Modification } from '../../../protocol/changes';
import { instanceOf, isActive, parentOf, type StepContext } from '../context';
import type { ElementInstance, Execution } from '../execution';
import { Rejected } from '../faults';
import { openScope, spawn, terminate } from '../lifecycle';
import { checkNames, checkSize, setLocal } from '../variables';
import { planModification, type Beginning } from './modificationPlan';

type VariableInstruction = NonNullable<Modification['activateInstructions'][number]['variableInstructions']>[number];

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
  for (const instruction of instructions) checkInstruction(execution, beginnings, instruction);
  events.push({
    type: 'instance.modified',
    begun: beginnings.map(({ elementId }) => elementId),
    ended: endings.map((key) => instanceOf(context, key).elementId),
  });
  const opened = new Map<string, ElementInstance>();
  const places = beginnings.map((beginning) => ({ beginning, scope: scopeFor(context, beginning, opened) }));
  for (const instruction of instructions) setVariables(context, opened, instruction);
  for (const { beginning, scope } of places) spawn(context, beginning.elementId, scope.key);
  for (const key of endings) {
    const instance = execution.elements[key];
    if (instance) end(context, instance);
  }
}

/** Variables are for a scope that is active or is opened on the way. */
function checkInstruction(
  { elements }: Execution,
  beginnings: readonly Beginning[],
  { scopeId = '', variables }: VariableInstruction,
): void {
  checkNames(variables);
  checkSize(variables);
  const isOpen =
    scopeId === '' ||
    Object.values(elements).some(({ elementId }) => elementId === scopeId) ||
    beginnings.some(({ through }) => through.includes(scopeId));
  if (!isOpen)
    throw new Rejected('invalid_argument', `Expected scope '${scopeId}' to be active or opened, but it is neither`);
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
  { scopeId = '', variables }: VariableInstruction,
): void {
  const { execution } = context;
  const scopes = [...opened.values(), ...Object.values(execution.elements)];
  const scope = scopes.find(({ elementId, key }) =>
    scopeId === '' ? key === execution.processInstanceKey : elementId === scopeId,
  );
  if (scope) setLocal(context, scope, variables);
}

/** Ends an instance, and every scope around it that has nothing left. */
function end(context: StepContext, instance: ElementInstance): void {
  let at: ElementInstance | null = instance;
  while (at && isActive(context, at)) {
    const scope: ElementInstance | null = parentOf(context, at);
    terminate(context, at);
    if (!scope || context.index.children.has(scope.key) || scope.joins || scope.resets) return;
    at = scope;
  }
}
