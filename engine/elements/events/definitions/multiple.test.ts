import { bpmn, problemsOf } from '../../../testing/model';
import { storyteller } from '../../../testing/play';

const story = storyteller(__filename);

const given = { key: 'k' };

describe('multiple event', () => {
  it(
    'goes on with the first that happens, and waits for no other',
    story((start) => {
      const run = start(given);
      expect(run.waiting()).toEqual(['message any', 'timer any']);
      expect(run.publish('one', { x: 1 }).waiting()).toEqual(['userTask anyDone']);
      expect(start(given).advance('PT1H').active()).toEqual(['anyDone']);
    }),
  );

  it(
    'that is parallel needs all, in any order, and brings what all have brought',
    story((start) => {
      const run = start({ ...given, way: 'all' })
        .signal('two', { x: 1 })
        .publish('one', { y: 2 });
      expect(run.active()).toEqual(['all']);
      expect(run.advance('PT1H').active()).toEqual(['allDone']);
      expect(run.variables).toMatchObject({ x: 1, y: 2 });
    }),
  );

  it(
    'at a boundary happens again each time that all have',
    story((start) => {
      const run = start({ ...given, way: 'boundary' })
        .publish('one')
        .publish('one');
      expect(run.active()).toEqual(['task']);
      expect(run.signal('two').active()).toEqual(['task', 'bothDone']);
      expect(run.publish('one').signal('two').active()).toEqual(['task', 'bothDone', 'bothDone']);
      expect(run.signal('stop').active()).toEqual(['bothDone', 'bothDone', 'eitherDone']);
    }),
  );

  it(
    'throws all of them, and waits for the one that takes its time',
    story((start) => {
      const run = start({ ...given, way: 'throw' });
      expect(run.active().filter((id) => id === 'toldDone')).toHaveLength(2);
      expect(run.waiting()).toContain('job throws');
      expect(run.complete('throws').active()).toContain('inside');
    }),
  );

  it(
    'starts a process by any of them',
    story((start) => {
      const [begun] = start({ ...given, way: 'boundary' }).signal('two').started;
      expect(begun?.active()).toEqual(['begun']);
    }),
  );

  it.each([
    [
      'two that take their time',
      'intermediateThrowEvent',
      '',
      '<bpmn:messageEventDefinition/><bpmn:messageEventDefinition/>',
    ],
    [
      'all of what is thrown inside',
      'boundaryEvent',
      'attachedToRef="t" parallelMultiple="true"',
      '<bpmn:errorEventDefinition/><bpmn:escalationEventDefinition/>',
    ],
  ])('is refused with %s', async (_name, tag, attributes, definitions) => {
    const model = `<bpmn:startEvent id="s"/><bpmn:userTask id="t"/><bpmn:${tag} id="e" ${attributes}>${definitions}</bpmn:${tag}>`;
    const problems = await problemsOf(bpmn(model));
    expect(problems).toContainEqual(expect.objectContaining({ code: 'event_invalid', elementId: 'e' }));
  });
});
