import type { ChangeReport, ChangeRow, Modification } from '../../../protocol/changes';
import type { ElementType } from '../../../protocol/events';
import type { ElementDefinition, ProcessDefinition } from '../../model/definition';
import type { ElementInstance, Execution } from '../execution';

/** An element to begin at, in which active scope, and through which inactive ones (outermost first). */
export interface Beginning {
  elementId: string;
  scopeKey: string;
  through: string[];
}

/** What a modification comes down to. */
export interface ModificationPlan {
  report: ChangeReport;
  beginnings: Beginning[];
  /** Keys of element instances that end. */
  endings: string[];
}

/** They begin otherwise than by a token. */
const NOT_TO_BEGIN_AT: readonly ElementType[] = ['PROCESS', 'START_EVENT', 'BOUNDARY_EVENT', 'EVENT_SUB_PROCESS'];

/** Says what a modification would begin and end, and why it can't where it can't. Nothing is changed. */
export function planModification(
  process: ProcessDefinition,
  execution: Execution,
  { activateInstructions, terminateInstructions, moveInstructions }: Modification,
): ModificationPlan {
  const plan: ModificationPlan = { report: { isPossible: true, rows: [] }, beginnings: [], endings: [] };
  const planner = { process, execution, plan };
  for (const { elementId, ancestorElementInstanceKey } of activateInstructions)
    planBeginning(planner, elementId, ancestorElementInstanceKey ?? null);
  for (const { sourceElementId, targetElementId } of moveInstructions)
    planMove(planner, sourceElementId, targetElementId);
  for (const { elementInstanceKey } of terminateInstructions) planEnding(planner, elementInstanceKey);
  plan.report.isPossible = plan.report.rows.every(({ outcome }) => outcome !== 'refused');
  return plan;
}

interface Planner {
  process: ProcessDefinition;
  execution: Execution;
  plan: ModificationPlan;
}

function planMove(planner: Planner, from: string, to: string): void {
  const { process, execution, plan } = planner;
  const moved = Object.values(execution.elements).filter(
    ({ elementId, scopeKey, loopCounter }) => elementId === from && scopeKey !== null && loopCounter === undefined,
  );
  if (moved.length === 0) return refuse(plan, from, `Expected '${from}' to be active, but it is not`);
  for (const { key, scopeKey } of moved) {
    planEnding(planner, key);
    const isBeside = process.elements[to]?.parentId === process.elements[from]?.parentId;
    planBeginning(planner, to, isBeside ? scopeKey : null);
  }
}

function planEnding({ execution, plan }: Planner, key: string): void {
  const instance = Object.hasOwn(execution.elements, key) ? execution.elements[key] : undefined;
  if (!instance) return refuse(plan, key, `Expected element instance ${key} to be active, but it is not`);
  if (plan.endings.includes(key)) return;
  plan.endings.push(key);
  plan.report.rows.push(rowOf(instance.key, instance.elementId, null, 'ends'));
}

function planBeginning({ process, execution, plan }: Planner, elementId: string, ancestorKey: string | null): void {
  const element = Object.hasOwn(process.elements, elementId) ? process.elements[elementId] : undefined;
  if (!element) return refuse(plan, elementId, `Expected element '${elementId}' in the process, but there is none`);
  const obstacle = whyNotBegin(process, element);
  if (obstacle !== null) return refuse(plan, elementId, obstacle);
  const place = placeOf(process, execution, element, ancestorKey);
  if (typeof place === 'string') return refuse(plan, elementId, place);
  plan.beginnings.push({ elementId, ...place });
  plan.report.rows.push(rowOf(null, elementId, elementId, 'begins'));
}

/** The innermost active scope around an element, and the inactive ones on the way; or why there is none. */
function placeOf(
  process: ProcessDefinition,
  execution: Execution,
  { parentId }: ElementDefinition,
  ancestorKey: string | null,
): Omit<Beginning, 'elementId'> | string {
  const through: string[] = [];
  for (let at = process.elements[parentId ?? '']; at; at = process.elements[at.parentId ?? '']) {
    const active = activeScopes(execution, at.id);
    const chosen = active.length > 1 ? active.filter((scope) => isAncestor(execution, ancestorKey, scope)) : active;
    const [scope] = chosen;
    if (scope && chosen.length === 1) return { scopeKey: scope.key, through };
    if (active.length > 1)
      return `Expected one active scope '${at.id}' to begin in, but there are ${active.length}: name one`;
    if (at.loop) return `Expected repeated activity '${at.id}' to be active, but it is not`;
    if (at.type === 'EVENT_SUB_PROCESS') return `Expected event sub-process '${at.id}' to be active, but it is not`;
    through.unshift(at.id);
  }
  return 'Expected an active process, but it is not';
}

function whyNotBegin({ elements, flows }: ProcessDefinition, element: ElementDefinition): string | null {
  if (NOT_TO_BEGIN_AT.includes(element.type))
    return `Expected an element that a token can enter, but '${element.id}' is a ${element.type}`;
  const isBehindEventGateway = element.incoming.some(
    (flow) => elements[flows[flow]?.sourceId ?? '']?.type === 'EVENT_BASED_GATEWAY',
  );
  return isBehindEventGateway ? `Expected to begin at the event-based gateway, but '${element.id}' is behind it` : null;
}

/** Instances that hold the elements of a scope; the body of a repeated one doesn't. */
function activeScopes({ elements }: Execution, id: string): ElementInstance[] {
  return Object.values(elements).filter(
    ({ elementId, state, loop }) => elementId === id && state === 'ACTIVATED' && loop === undefined,
  );
}

function isAncestor({ elements }: Execution, key: string | null, scope: ElementInstance): boolean {
  for (let at: ElementInstance | undefined = scope; at; at = elements[at.scopeKey ?? ''])
    if (at.key === key) return true;
  return false;
}

function refuse({ report }: ModificationPlan, elementId: string, reason: string): void {
  report.rows.push({ ...rowOf(null, elementId, null, 'refused'), reason });
}

function rowOf(
  elementInstanceKey: string | null,
  elementId: string,
  targetElementId: string | null,
  outcome: ChangeRow['outcome'],
): ChangeRow {
  return { elementInstanceKey, elementId, targetElementId, outcome, reason: null };
}
