import type { ElementDefinition, ProcessDefinition, Program } from '../model/definition';
import { behaviorOf } from '../elements/registry';

/** By the processes that a program is cut from: what is cut again is the same object, and encoded once. */
const programs = new WeakMap<Program['processes'], Map<string, Program>>();

/**
 * The program of a process that `program` contains: what a called instance gets as its input. Keeps only what can be
 * reached from it. Throws RangeError when the process is not in the program.
 */
export function calledProgram(program: Program, processId: string): Program {
  const known = programs.get(program.processes) ?? new Map<string, Program>();
  const called = known.get(processId) ?? cutProgram(program, processId);
  programs.set(program.processes, known.set(processId, called));
  return called;
}

function cutProgram(program: Program, processId: string): Program {
  const processes: Record<string, ProcessDefinition> = {};
  const decisions: Record<string, string> = {};
  const formIds = new Set<string>();
  const pending = [processId];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (processes[id]) continue;
    const process = program.processes[id];
    if (!process)
      throw new RangeError(
        `Expected process '${id}' in the program, but it has ${Object.keys(program.processes).join(', ')}`,
      );
    processes[id] = process;
    for (const element of Object.values(process.elements)) {
      const uses = referencesOf(element);
      pending.push(...(uses.process === 'any' ? Object.keys(program.processes) : [uses.process ?? id]));
      if (uses.form) formIds.add(uses.form);
      const wanted = uses.decision === 'any' ? Object.keys(program.decisions) : [uses.decision ?? ''];
      for (const decision of wanted) {
        const model = program.decisions[decision];
        if (model !== undefined) decisions[decision] = model;
      }
    }
  }
  const used = new Set(Object.values(decisions));
  const decisionModels = Object.fromEntries(Object.entries(program.decisionModels).filter(([name]) => used.has(name)));
  return { processId, processes, decisions, decisionModels, calendar: program.calendar, formIds: [...formIds].sort() };
}

function referencesOf(element: ElementDefinition) {
  return behaviorOf(element.type).references?.(element) ?? {};
}
