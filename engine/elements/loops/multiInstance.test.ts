import { bpmn, problemsOf } from '../../testing/model';
import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

const given = { items: [1, 2, 3], enough: 3 };

describe('multi-instance activity', () => {
  it(
    'begins one instance an element, each with its own variables, and collects their results in order',
    story((start) => {
      const run = start(given);
      expect(run.active()).toEqual(['all', 'all', 'all', 'all']);
      expect(Object.values(run.execution.elements).flatMap(({ variables }) => variables['amount'] ?? [])).toEqual([
        10, 20, 30,
      ]);
      expect(run.complete('all', { result: 'a' }).complete('all', { result: 'b' }).active()).toEqual(['all', 'all']);
      expect(run.complete('all', { result: 'c' }).active()).toEqual(['after']);
      expect(run.variables).toEqual({ ...given, results: ['a', 'b', 'c'] });
    }),
  );

  it(
    'ends the rest when its completion condition holds',
    story((start) => {
      const run = start({ ...given, enough: 1 }).complete('all', { result: 'a' });
      expect(run.terminated()).toEqual(['all', 'all']);
      expect(run.waiting()).toEqual(['userTask after']);
      expect(run.variables['results']).toEqual(['a', null, null]);
    }),
  );

  it(
    'has one boundary event for all of it',
    story((start) => {
      const run = start(given);
      expect(run.waiting().filter((what) => what === 'timer late')).toHaveLength(1);
      expect(run.complete('all').advance('PT1H').active()).toEqual(['tooLate']);
      expect(run.terminated()).toEqual(['all', 'all', 'all']);
    }),
  );

  it(
    'begins one after another when it is sequential',
    story((start) => {
      const run = start({ ...given, way: 'inTurn' });
      expect(run.active()).toEqual(['inTurn', 'inTurn', 'job']);
      run.complete('job').complete('job').complete('job');
      expect(run.trace().filter((id) => id === 'job')).toHaveLength(3);
      expect(run.variables['results']).toEqual([
        [1, 1],
        [2, 2],
        [3, 3],
      ]);
      expect(run.active()).toEqual(['after']);
    }),
  );

  it(
    'is left as a whole when an error inside is caught at it',
    story((start) => {
      const run = start({ ...given, way: 'inTurn' })
        .complete('job')
        .throwError('job', 'NO');
      expect(run.active()).toEqual(['tooLate']);
    }),
  );

  it(
    'begins as many as its cardinality says, and messages reach the one that they are for',
    story((start) => {
      const run = start({ way: 'counted', enough: 2 }).publish('ping', {}, '2');
      expect(run.waiting()).toEqual(['message counted']);
      expect(run.publish('ping', {}, '1').active()).toEqual(['after']);
    }),
  );

  it(
    'calls an instance an element, and cancels them all',
    story((start) => {
      const run = start({ ...given, way: 'called' });
      expect(run.called.map(({ variables }) => variables['item'])).toEqual([1, 2, 3]);
      run.called[1]?.complete('child-task');
      expect(run.waiting()).toEqual(['calledInstance called', 'calledInstance called']);
      expect(run.cancel().called.map(({ state }) => state)).toEqual(['TERMINATED', 'COMPLETED', 'TERMINATED']);
    }),
  );

  it(
    'runs through at once where nothing waits',
    story((start) => {
      const run = start({ ...given, way: 'computed' });
      expect(run.active()).toEqual(['after']);
      expect(run.variables).toEqual({ ...given, way: 'computed', results: [1, 4, 9] });
    }),
  );

  it(
    'is over at once without elements',
    story((start) => {
      const run = start({ ...given, items: [] });
      expect(run.active()).toEqual(['after']);
      expect(run.variables['results']).toEqual([]);
    }),
  );

  it(
    'waits with an incident while it has no collection, or one that is too long',
    story((start) => {
      const run = start({ ...given, items: 'none' });
      expect(run.waiting()).toEqual(['incident all']);
      const tooLong = Array<number>(100_000).fill(1);
      expect(run.setVariables({ items: tooLong }).resolve().incidents()[0]?.message).toBe(
        "Expected 'items' to be a list of at most 2000 elements, but it has 100000",
      );
      expect(
        run
          .setVariables({ items: [1] })
          .resolve()
          .active(),
      ).toEqual(['all', 'all']);
    }),
  );

  it(
    'keeps an instance from completing while its result or the condition fails',
    story((start) => {
      const run = start({ ...given, enough: null }).complete('all', { result: 'a' });
      expect(run.incidents()[0]?.type).toBe('CONDITION_ERROR');
      expect(run.setVariables({ enough: 1 }).resolve().active()).toEqual(['after']);
      expect(run.variables['results']).toEqual(['a', null, null]);
    }),
  );

  it(
    'tells its boundary when the first instance is done, and goes on',
    story((start) => {
      const run = start({ way: 'told', enough: 2 }).complete('told');
      expect(run.active()).toEqual(['told', 'told', 'tooLate']);
      expect(run.complete('told').active()).toEqual(['tooLate', 'after']);
    }),
  );

  it(
    'ends inside out when the instance is canceled',
    story((start) => {
      const run = start({ ...given, way: 'inTurn' }).cancel();
      expect(run.terminated()).toEqual(['job', 'inTurn', 'inTurn']);
      expect(run.waiting()).toEqual([]);
    }),
  );

  it.each([
    ['', 'neither'],
    ['<bpmn:loopCardinality>-1</bpmn:loopCardinality>', "'-1'"],
    ['<bpmn:loopCardinality>=1 +</bpmn:loopCardinality>', 'FEEL'],
  ])('is refused without a number of instances: %s', async (inside, reason) => {
    const loop = `<bpmn:multiInstanceLoopCharacteristics>${inside}</bpmn:multiInstanceLoopCharacteristics>`;
    const [problem] = await problemsOf(bpmn(`<bpmn:startEvent id="s"/><bpmn:userTask id="t">${loop}</bpmn:userTask>`));
    expect(problem).toMatchObject({ elementId: 't' });
    expect(problem?.message).toContain(reason);
  });
});
