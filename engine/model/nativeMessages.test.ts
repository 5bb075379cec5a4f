import type { Program } from './definition';
import { programBeside } from '../testing/model';
import { storyteller, type Start } from '../testing/play';
import type { Run } from '../testing/run';

const story = storyteller(__filename);

/** What its send tasks and message throw events have handed out. */
function published(run: Run) {
  return run.effects.flatMap((effect) =>
    effect.type === 'activateJob' && effect.jobType === 'publish-message'
      ? [{ name: effect.variables.messageName, payload: effect.variables.payload }]
      : [],
  );
}

describe('messages of native BPMN', () => {
  it(
    'are published by name with the data inputs of their task, and by a definition that is referred to',
    story((start) => {
      const run = start({ wish: 'pen' }, { process: 'sender' }).complete('send').complete('sent');
      expect(published(run)).toEqual([
        { name: 'order', payload: { article: 'pen' } },
        { name: 'bill', payload: {} },
      ]);
      expect(run.state).toBe('COMPLETED');
      expect(run.variables).toEqual({ wish: 'pen' });
    }),
  );

  it('say to who starts processes what begins them', async () => {
    const { processes }: Program = await programBeside(__filename);
    const startsOf = (id: string) => processes[id]?.startEvents;
    expect(startsOf('receiver')).toEqual([{ elementId: 'receive', kind: 'message', messageName: 'order' }]);
    expect(startsOf('either')).toEqual([
      { elementId: 'ordered', kind: 'message', messageName: 'order' },
      { elementId: 'billed', kind: 'message', messageName: 'bill' },
    ]);
    expect(startsOf('implicit')).toEqual([{ elementId: 'implicit', kind: 'none' }]);
  });

  const begin = (start: Start, process: string, startElementId: string) =>
    start({ article: 'pen' }, { process, startElementId });

  it(
    'begin a process at a receive task that instantiates',
    story((start) => {
      const run = begin(start, 'receiver', 'receive');
      expect(run.completed()).toEqual(['receive']);
      expect(run.active()).toEqual(['serve']);
    }),
  );

  it(
    'begin a process at an exclusive gateway that instantiates, by one of its events only',
    story((start) => {
      const run = begin(start, 'either', 'billed');
      expect(run.completed()).toEqual(['first', 'billed']);
      expect(run.active()).toEqual(['pay']);
    }),
  );

  it(
    'begin a process at a parallel gateway that instantiates, which waits for the others',
    story((start) => {
      const run = begin(start, 'both', 'aBill');
      expect(run.active()).toEqual(['all', 'book']);
      expect(run.complete('book').state).toBe('ACTIVE');
      expect(run.publish('order').active()).toEqual(['ship']);
      expect(run.complete('ship').state).toBe('COMPLETED');
    }),
  );

  it(
    'are not needed where nothing begins a process: it begins at all that no flow leads to',
    story((start) => {
      const run = start({}, { process: 'implicit' });
      expect(run.active()).toEqual(['one', 'two', 'inside']);
      expect(run.complete('one').complete('inside').state).toBe('COMPLETED');
    }),
  );
});
