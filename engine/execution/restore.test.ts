import fc from 'fast-check';
import type { Program } from '../model';
import { blocks } from '../testing/generate';
import { processOf, ROOTS } from '../testing/writeBlock';
import { bpmn, releaseOf } from '../testing/model';
import { tell } from '../testing/play';
import type { Run } from '../testing/run';

/** Picks one of the things that can happen next; `choice` decides which. */
function move(run: Run, choice: number): void {
  const { userTasks, jobs, subscriptions, timers } = run.execution;
  const moves = [
    ...Object.keys(userTasks).map(
      (userTaskKey) => () => run.feed({ type: 'completeUserTask', userTaskKey, variables: { n: choice } }),
    ),
    ...Object.keys(jobs).map((jobKey) => () => run.feed({ type: 'completeJob', jobKey, variables: {} })),
    ...Object.values(subscriptions).map(
      ({ key: subscriptionKey, signal, messageName: signalName }) =>
        () =>
          signal
            ? run.signal(signalName)
            : run.feed({
                type: 'correlateMessage',
                subscriptionKey,
                messageId: `m${choice}`,
                messageName: 'ping',
                variables: {},
              }),
    ),
    ...(Object.keys(timers).length > 0 ? [() => run.advance('PT30M')] : []),
  ];
  moves[choice % Math.max(moves.length, 1)]?.();
}

function play(run: Run, choices: number[]): void {
  for (let turn = 0; run.state === 'ACTIVE' && turn < 500; turn++) move(run, choices[turn % choices.length] ?? 0);
}

async function programOf(inside: string): Promise<Program> {
  return {
    processId: 'main',
    formIds: [],
    ...(await releaseOf([{ name: 'main.bpmn', content: bpmn(inside, ROOTS) }])),
  };
}

const choices = fc.array(fc.nat(50), { minLength: 1, maxLength: 20 });

describe('generated processes', () => {
  it('run to their end, the same whether or not they are restored after every step', async () => {
    await fc.assert(
      fc.asyncProperty(blocks, choices, async (block, picks) => {
        const program = await programOf(processOf(block));
        tell(program, (start) => {
          const run = start({ key: 'k', n: 0 });
          play(run, picks);
          expect(run.incidents()).toEqual([]);
          expect(run.state).toBe('COMPLETED');
          expect(run.waiting()).toEqual([]);
        });
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('leave nothing open when they are canceled anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(blocks, choices, fc.nat(15), async (block, picks, moves) => {
        const program = await programOf(processOf(block));
        tell(program, (start) => {
          const run = start({ key: 'k', n: 0 });
          for (let turn = 0; turn < moves && run.state === 'ACTIVE'; turn++) move(run, picks[turn % picks.length] ?? 0);
          if (run.state === 'ACTIVE') run.cancel();
          expect(run.waiting()).toEqual([]);
          expect(opened(run)).toEqual([]);
        });
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

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
