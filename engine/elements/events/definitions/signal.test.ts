import { storyteller } from '../../../testing/play';

const story = storyteller(__filename);

describe('signal event', () => {
  it(
    'reaches all who wait when the other tokens have come to rest, whether they began to wait before or in the same step',
    story((start) => {
      const run = start({ amount: 1 });
      expect(run.active().sort()).toEqual(['again', 'behind', 'noticed', 'task']);
      expect(run.variables).toMatchObject({ sent: 2 });
    }),
  );

  it(
    'is not kept for those who begin to wait later',
    story((start) => {
      const run = start({ amount: 1 });
      expect(run.waiting()).toContain('signal again');
      expect(run.signal('go').active()).not.toContain('again');
    }),
  );

  it(
    'starts the processes that begin with it',
    story((start) => {
      const { started } = start({ amount: 1 });
      expect(started.map(({ program, variables }) => [program.processId, variables])).toEqual([['other', { sent: 2 }]]);
      expect(started[0]?.active()).toEqual(['other-task']);
    }),
  );

  it(
    'is refused by an instance in which nobody waits for it',
    story((start) => {
      const run = start({ amount: 1 }).signal('nobody');
      expect(run.rejection?.code).toBe('subscription_closed');
    }),
  );

  it(
    'waits with an incident while its name has no value, and ends what it stood for when that is known',
    story((start) => {
      const run = start({ amount: 1 }).complete('task', { name: null });
      expect(run.waiting()[0]).toBe('incident ends');
      expect(run.setVariables({ name: 'go' }).resolve().completed()).toContain('again');
      expect(run.active().sort()).toEqual(['behind', 'noticed']);
      expect(run.cancel().waiting()).toEqual([]);
    }),
  );
});
