import { bpmn, problemsOf } from '../../testing/model';
import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

const given = { key: 'k' };

describe('event sub-process', () => {
  it(
    'waits on behalf of its scope, and no longer',
    story((start) => {
      const run = start(given);
      expect(run.waiting().sort()).toEqual([
        'message note-start',
        'message stop-start',
        'signal halt-start',
        'timer late-start',
        'timer remind-start',
        'userTask task',
      ]);
      expect(run.complete('task').complete('job').waiting()).toEqual([
        'userTask after',
        'signal halt-start',
        'timer late-start',
      ]);
      expect(run.complete('after').state).toBe('COMPLETED');
      expect(run.waiting()).toEqual([]);
    }),
  );

  it(
    'runs beside the rest as often as its event happens, with variables of its own, and keeps its scope open',
    story((start) => {
      const run = start(given).publish('note', { text: 'one' }).publish('note', { text: 'two' });
      expect(run.active()).toEqual(['sub', 'task', 'note', 'note-task', 'note', 'note-task']);
      expect(run.variables).toEqual(given);
      run.complete('task').complete('job').complete('note-task');
      expect(run.active()).toEqual(['sub', 'note', 'note-task']);
      expect(run.complete('note-task').active()).toEqual(['after']);
    }),
  );

  it(
    'repeats by its cycle',
    story((start) => {
      const run = start(given).advance('PT3H');
      expect(run.trace().filter((id) => id === 'remind-task')).toHaveLength(2);
    }),
  );

  it(
    'ends all else in its scope when it interrupts, and lets nobody begin after it',
    story((start) => {
      const run = start(given).publish('note').publish('stop');
      expect(run.terminated()).toEqual(['task', 'note-task', 'note']);
      expect(run.waiting()).toEqual(['userTask stop-task', 'signal halt-start', 'timer late-start']);
      expect(run.complete('stop-task').active()).toEqual(['after']);
    }),
  );

  it(
    'catches an error inside, by its code before all others, or lets it out when there is already one',
    story((start) => {
      const known = start(given).complete('task').throwError('job', 'WRONG', { why: 1 });
      expect(known.active()).toEqual(['sub', 'wrong', 'wrong-task']);
      expect(known.complete('wrong-task').active()).toEqual(['after']);
      const unknown = start(given).complete('task').throwError('job', 'OTHER');
      expect(unknown.active()).toEqual(['sub', 'any', 'any-task']);
      const outer = start(given).complete('task').throwError('job', 'OUTER');
      expect(outer.active()).toEqual(['sub', 'any', 'any-task']);
    }),
  );

  it(
    'of a process ends all of it, sub-processes too',
    story((start) => {
      const run = start(given).signal('halt');
      expect(run.terminated()).toEqual(['task', 'sub']);
      expect(run.complete('halt-task').state).toBe('COMPLETED');
      const late = start(given).advance('PT10H');
      expect(late.active()).toEqual(['late', 'late-task']);
    }),
  );

  it(
    'is ended with its scope when the instance is canceled',
    story((start) => {
      const run = start(given).publish('note').cancel();
      expect(run.terminated()).toEqual(['task', 'note-task', 'note', 'sub']);
      expect(run.waiting()).toEqual([]);
    }),
  );

  it(
    'keeps its scope from beginning while it cannot listen',
    story((start) => {
      const run = start();
      expect(run.waiting()).toEqual(['incident sub', 'signal halt-start', 'timer late-start']);
      expect(run.setVariables(given).resolve().active()).toEqual(['sub', 'task']);
    }),
  );

  it('is refused without an event to begin with', async () => {
    const inner = '<bpmn:subProcess id="sub" triggeredByEvent="true"><bpmn:startEvent id="inner"/></bpmn:subProcess>';
    expect(await problemsOf(bpmn(`<bpmn:startEvent id="s"/>${inner}`))).toContainEqual(
      expect.objectContaining({ code: 'start_event_missing', elementId: 'sub' }),
    );
  });
});
