import fc from 'fast-check';
import type { Program } from '../model';
import { blocks, type Block } from './generate';
import { bpmn, releaseOf } from './model';
import { tell } from './play';
import type { Run } from './run';
import { processOf, ROOTS } from './writeBlock';

/** A generated process, what happens to it (which of the things that can happen, each time), and when it is canceled. */
export interface RandomCase {
  block: Block;
  choices: number[];
  /** How many things happen before it is canceled; null to let it run to its end. */
  cancelAfter: number | null;
}

const MOST_MOVES = 500;

export const randomCases: fc.Arbitrary<RandomCase> = fc.record({
  block: blocks,
  choices: fc.array(fc.nat(50), { minLength: 1, maxLength: 20 }),
  cancelAfter: fc.option(fc.nat(15), { freq: 3 }),
});

/**
 * Runs a case straight, and again with stop and restore after every step: both must cause and leave the same, end, and
 * leave nothing open. What is wrong, or undefined.
 */
export async function failureOfCase({ block, choices, cancelAfter }: RandomCase): Promise<string | undefined> {
  const content = bpmn(processOf(block), ROOTS);
  const program: Program = { processId: 'main', formIds: [], ...(await releaseOf([{ name: 'main.bpmn', content }])) };
  let failure: string | undefined;
  tell(program, (start) => {
    const run = start({ key: 'k', n: 0 });
    for (let turn = 0; run.state === 'ACTIVE' && turn < (cancelAfter ?? MOST_MOVES); turn++)
      move(run, choices[turn % choices.length] ?? 0);
    if (cancelAfter !== null && run.state === 'ACTIVE') run.cancel();
    failure ??= whatIsWrong(run, cancelAfter === null);
    if (failure !== undefined) failure += `\n${run.log()}`;
  });
  return failure;
}

/** Lets one of the things happen that can happen next. */
function move(run: Run, choice: number): void {
  const { userTasks, jobs, subscriptions, timers } = run.execution;
  const moves = [
    ...Object.keys(userTasks).map(
      (userTaskKey) => () => run.feed({ type: 'completeUserTask', userTaskKey, variables: { n: choice } }),
    ),
    ...Object.keys(jobs).map((jobKey) => () => run.feed({ type: 'completeJob', jobKey, variables: {} })),
    ...Object.values(subscriptions).map(
      ({ key: subscriptionKey, signal, messageName }) =>
        () =>
          signal
            ? run.signal(messageName)
            : run.feed({
                type: 'correlateMessage',
                subscriptionKey,
                messageId: `m${choice}`,
                messageName,
                variables: {},
              }),
    ),
    ...(Object.keys(timers).length > 0 ? [() => run.advance('PT30M')] : []),
  ];
  moves[choice % Math.max(moves.length, 1)]?.();
}

function whatIsWrong(run: Run, isToEnd: boolean): string | undefined {
  const incidents = run.incidents();
  if (incidents.length > 0) return `expected no incident, but there is ${JSON.stringify(incidents[0])}`;
  if (isToEnd && run.state !== 'COMPLETED')
    return `expected an end, but it is ${run.state} and waits for ${run.waiting().join(', ')}`;
  if (run.waiting().length > 0) return `expected nothing to wait, but ${run.waiting().join(', ')} does`;
  const open = opened(run);
  return open.length > 0 ? `expected nothing to stay open, but ${open.join(', ')} does` : undefined;
}

/** Keys of elements, tasks, jobs, timers and subscriptions whose end no event has told. */
function opened(run: Run): string[] {
  const open = new Set<string>();
  for (const event of run.events) {
    if (!('key' in event)) continue;
    if (/\.(activated|created|opened)$/.test(event.type)) open.add(event.key);
    else if (/\.(completed|terminated|canceled|fired|closed|resolved)$/.test(event.type)) open.delete(event.key);
  }
  return [...open];
}
