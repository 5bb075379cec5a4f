import { createExecution, step, type Execution, type ExecutionInput, type Program } from '../engine';
import { bpmn, programOf, releaseOf } from './engine/models';
import { median, printTable } from './support/figures';

const NOW = Date.parse('2026-11-24T15:00:00Z');
const ROUNDS = 7;
const STEPS = 2_000;

/** Compiling a process as large as is accepted, running it through, and the cost of a step beside more and more tokens. */
async function main(): Promise<void> {
  await benchCompile();
  await benchTokens();
}

async function benchCompile(): Promise<void> {
  begin(programOf(await releaseOf(bpmn(chain(100)))));
  const rows = [];
  // The limit of 2,000 elements counts sequence flows too.
  for (const size of [100, 660]) {
    const xml = bpmn(chain(size));
    const compile: number[] = [];
    const run: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const began = performance.now();
      const program = programOf(await releaseOf(xml));
      compile.push(performance.now() - began);
      const started = performance.now();
      begin(program);
      run.push(performance.now() - started);
    }
    const bytes = JSON.stringify(programOf(await releaseOf(xml))).length;
    rows.push({
      nodes: size,
      'XML kB': xml.length / 1_000,
      'compile ms': median(compile),
      'program kB': bytes / 1_000,
      'run through ms': median(run),
      'µs a node': (median(run) * 1_000) / size,
    });
  }
  printTable(rows);
}

/** Start, script tasks, end: none of them waits. */
function chain(size: number): string {
  const tasks = Array.from(
    { length: size - 2 },
    (_, index) => `<bpmn:scriptTask id="t${index}"><bpmn:extensionElements>
      <zeebe:script expression="=x + 1" resultVariable="x"/></bpmn:extensionElements></bpmn:scriptTask>
      <bpmn:sequenceFlow id="f${index + 1}" sourceRef="t${index}" targetRef="${index === size - 3 ? 'end' : `t${index + 1}`}"/>`,
  );
  return `<bpmn:startEvent id="start"/><bpmn:sequenceFlow id="f0" sourceRef="start" targetRef="t0"/>
    ${tasks.join('\n')}<bpmn:endEvent id="end"/>`;
}

const MANY_TOKENS = bpmn(
  `<bpmn:startEvent id="start"/><bpmn:sequenceFlow id="f0" sourceRef="start" targetRef="hold"/>
   <bpmn:userTask id="hold"><bpmn:extensionElements><zeebe:userTask/></bpmn:extensionElements></bpmn:userTask>
   <bpmn:sequenceFlow id="f1" sourceRef="hold" targetRef="end"/><bpmn:endEvent id="end"/>
   <bpmn:boundaryEvent id="again" attachedToRef="hold" cancelActivity="false">
     <bpmn:messageEventDefinition id="m" messageRef="more"/></bpmn:boundaryEvent>
   <bpmn:sequenceFlow id="f2" sourceRef="again" targetRef="task"/>
   <bpmn:userTask id="task"><bpmn:extensionElements><zeebe:userTask/></bpmn:extensionElements></bpmn:userTask>
   <bpmn:sequenceFlow id="f3" sourceRef="task" targetRef="done"/><bpmn:endEvent id="done"/>`,
  `<bpmn:message id="more" name="more"><bpmn:extensionElements>
     <zeebe:subscription correlationKey="=key"/></bpmn:extensionElements></bpmn:message>`,
);

async function benchTokens(): Promise<void> {
  const program = programOf(await releaseOf(MANY_TOKENS));
  const rows = [];
  for (const tokens of [10, 100, 1_000, 10_000]) {
    const execution = begin(program);
    const tasks: string[] = [];
    const drive = driver(program, execution, tasks);
    while (tasks.length < tokens) drive.fork();
    const each: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const began = performance.now();
      for (let count = 0; count < STEPS / 2; count += 1) {
        drive.fork();
        drive.complete();
      }
      each.push(((performance.now() - began) * 1_000) / STEPS);
    }
    rows.push({ tokens, 'µs a step': median(each) });
  }
  const base = rows[0]?.['µs a step'] ?? NaN;
  printTable(rows.map((row) => ({ ...row, 'of the first': row['µs a step'] / base })));
}

function begin(program: Program): Execution {
  const execution = createExecution(program, { processInstanceKey: '2251799813685000000', now: NOW });
  apply(program, execution, { type: 'start', variables: { x: 0, key: 'k' } });
  return execution;
}

function driver(program: Program, execution: Execution, tasks: string[]) {
  let messages = 0;
  let oldest = 0;
  return {
    /** A message makes one token more. */
    fork: (): void => {
      const [subscription] = Object.values(execution.subscriptions);
      const message = { subscriptionKey: subscription?.key ?? '', messageId: `m${++messages}`, messageName: 'more' };
      const events = apply(program, execution, { type: 'correlateMessage', ...message, variables: {} });
      for (const event of events) if (event.type === 'userTask.created') tasks.push(event.key);
    },
    /** The oldest is completed. */
    complete: (): void => {
      const userTaskKey = tasks[oldest++] ?? '';
      apply(program, execution, { type: 'completeUserTask', userTaskKey, variables: {} });
    },
  };
}

function apply(program: Program, execution: Execution, input: ExecutionInput) {
  const result = step(program, execution, input, NOW);
  if (!result.ok) throw new Error(result.rejection.message);
  return result.events;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
