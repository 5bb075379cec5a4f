import { bpmn, problemsOf } from '../../testing/model';
import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

describe('standard loop', () => {
  it(
    'asks its condition after each turn, and goes on while it holds',
    story((start) => {
      const run = start({ n: 5, until: 5 });
      expect(run.complete('ask', { again: true }).active()).toEqual(['ask', 'ask']);
      expect(run.complete('ask', { again: false }).state).toBe('COMPLETED');
      expect(run.trace().filter((id) => id === 'ask')).toHaveLength(3);
    }),
  );

  it(
    'ends with its maximum at the latest',
    story((start) => {
      const run = start({ n: 5, until: 5, again: true }).complete('ask').complete('ask').complete('ask');
      expect(run.state).toBe('COMPLETED');
    }),
  );

  it(
    'asks before the first turn when it says so, and counts without waiting',
    story((start) => {
      const none = start({ again: false, n: 5, until: 5 }).complete('ask');
      expect(none.trace().filter((id) => id === 'count')).toHaveLength(1);
      const some = start({ again: false, n: 2, until: 5 }).complete('ask');
      expect(some.variables['n']).toBe(5);
      expect(some.trace().filter((id) => id === 'count')).toHaveLength(4);
    }),
  );

  it(
    'ends in an incident when it would never end',
    story((start) => {
      const run = start({ again: false, n: 0, until: 1_000_000 }).complete('ask');
      expect(run.incidents()[0]?.message).toContain('endless loop');
      expect(run.setVariables({ until: 0 }).resolve().state).toBe('COMPLETED');
    }),
  );

  it(
    'waits with an incident while its condition has no value, and is canceled as a whole',
    story((start) => {
      const run = start().complete('ask');
      expect(run.waiting()).toEqual(['incident ask', 'timer remind']);
      expect(run.cancel().terminated()).toEqual(['ask', 'ask']);
    }),
  );

  it(
    'has one boundary event for all turns',
    story((start) => {
      const run = start({ n: 5, until: 5, again: true }).complete('ask').advance('PT1H');
      expect(run.trace().filter((id) => id === 'remind')).toHaveLength(1);
      expect(run.active()).toEqual(['ask', 'ask']);
    }),
  );

  it.each(['', 'loopMaximum="-1"', 'loopMaximum="0"'])('is refused when it has no end: %s', async (attributes) => {
    const task = `<bpmn:userTask id="t"><bpmn:standardLoopCharacteristics ${attributes}/></bpmn:userTask>`;
    expect(await problemsOf(bpmn(`<bpmn:startEvent id="s"/>${task}`))).toContainEqual(
      expect.objectContaining({ code: 'loop_invalid', elementId: 't' }),
    );
  });
});
