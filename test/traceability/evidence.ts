import type { ReleaseContent } from '../../engine/model';
import type { Store } from '../../store/connect';
import type { ElementDoc } from '../../store/state/types';

/** What is known of one requirement after all scenarios were played. */
export interface Trace {
  /** `process: element` of elements that carry it, and whether a scenario completed them. */
  elements: Map<string, boolean>;
  /** How many rows of each kind its elements left. */
  evidence: Map<string, number>;
  /** An instance in which one of them completed. */
  instance: string | null;
}

type Traces = Map<string, Trace>;

/** Reads from the store what the instances left, by the requirements that their elements carry. */
export async function traceInstances(
  store: Store,
  content: ReleaseContent,
  processInstanceKeys: readonly string[],
): Promise<Traces> {
  const traces: Traces = new Map();
  const carried = new Map<string, string[]>();
  for (const process of Object.values(content.processes)) {
    for (const { id, properties } of Object.values(process.elements)) {
      const requirements = (properties?.requirement ?? '').split(',').filter(Boolean);
      const name = `${process.id}: ${id}`;
      carried.set(name, requirements);
      for (const requirement of requirements) traceOf(traces, requirement).elements.set(name, false);
    }
  }
  for (const key of processInstanceKeys) await traceInstance(store, key, carried, traces);
  return traces;
}

async function traceInstance(
  store: Store,
  processInstanceKey: string,
  carried: ReadonlyMap<string, string[]>,
  traces: Traces,
): Promise<void> {
  const elements = await store.state.list('elements', { processInstanceKey: { eq: processInstanceKey } });
  const completed = elements.filter(({ state }) => state === 'COMPLETED');
  const byKey = new Map(completed.map((element) => [element.key, element]));
  const requirementsOf = ({ processId, elementId }: ElementDoc): string[] =>
    carried.get(`${processId}: ${elementId}`) ?? [];
  for (const element of completed) {
    for (const requirement of requirementsOf(element)) {
      const trace = traceOf(traces, requirement);
      trace.elements.set(`${element.processId}: ${element.elementId}`, true);
      trace.instance ??= processInstanceKey;
    }
  }
  const count = (elementInstanceKey: string, kind: string): void => {
    const element = byKey.get(elementInstanceKey);
    for (const requirement of element ? requirementsOf(element) : []) {
      const { evidence } = traceOf(traces, requirement);
      evidence.set(kind, (evidence.get(kind) ?? 0) + 1);
    }
  };
  for (const { elementInstanceKey, state } of await tasksOf(store, processInstanceKey))
    if (state === 'COMPLETED') count(elementInstanceKey, 'tareas completadas');
  for (const entry of await store.registers.ofInstance(processInstanceKey))
    for (const version of await store.registers.versions(entry.id))
      count(version.elementInstanceKey, `registro ${entry.register}`);
  for (const document of await store.documents.ofInstance(processInstanceKey))
    count(document.elementInstanceKey, `documento ${document.template}`);
}

function tasksOf(store: Store, processInstanceKey: string) {
  return store.state.list('userTasks', { processInstanceKey: { eq: processInstanceKey } });
}

function traceOf(traces: Traces, requirement: string): Trace {
  const known = traces.get(requirement);
  if (known) return known;
  const trace: Trace = { elements: new Map(), evidence: new Map(), instance: null };
  traces.set(requirement, trace);
  return trace;
}
