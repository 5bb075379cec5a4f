import { bpmn, problemsOf } from '../../testing/model';
import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

describe('complex gateway', () => {
  it.each([
    [2, ['a', 'b']],
    [1, ['a']],
    [0, ['c']],
  ])('takes every flow whose condition holds for %d, else the default: %s', (ways, chosen) =>
    story((start) => {
      expect(start({ ways, needed: 1 }).active()).toEqual(chosen);
    })(),
  );

  it(
    'goes on once, as soon as its activation condition holds',
    story((start) => {
      // given
      const run = start({}, { process: 'discriminator' });
      // when
      run.complete('two');
      expect(run.active()).toEqual(['one', 'three', 'after']);
      run.complete('one').complete('three');
      // then
      expect(run.active()).toEqual(['after']);
      expect(run.complete('after').state).toBe('COMPLETED');
    }),
  );

  it(
    'waits for as many tokens as its activation condition asks for',
    story((start) => {
      const run = start({ ways: 2, needed: 2 }).complete('a');
      expect(run.active()).toEqual(['b']);
      expect(run.complete('b').active()).toEqual(['first', 'rest']);
    }),
  );

  it(
    'begins again when all that could still come has come, by the flows whose conditions ask for that',
    story((start) => {
      const run = start({ ways: 2, needed: 1 }).complete('a');
      expect(run.active()).toEqual(['b', 'first']);
      expect(run.complete('b').active()).toEqual(['first', 'rest']);
      expect(run.complete('first').complete('rest').state).toBe('COMPLETED');
    }),
  );

  it(
    'waits with an incident when its activation condition is neither true nor false',
    story((start) => {
      const run = start({ ways: 1, needed: 'all' }).complete('a');
      expect(run.incidents()).toMatchObject([{ type: 'CONDITION_ERROR' }]);
      expect(run.setVariables({ needed: 1 }).resolve().active()).toContain('first');
    }),
  );

  it(
    'ends with its instance, whatever it waits for',
    story((start) => {
      const run = start({ ways: 2, needed: 1 }).complete('a').cancel();
      expect(run.terminated()).toEqual(['b', 'first']);
      expect(run.waiting()).toEqual([]);
    }),
  );

  it('refuses a gateway that joins without an activation condition', async () => {
    const problems = await problemsOf(
      bpmn(`<bpmn:startEvent id="start"/><bpmn:parallelGateway id="fork"/><bpmn:complexGateway id="join"/><bpmn:endEvent id="end"/>
        <bpmn:sequenceFlow id="one" sourceRef="start" targetRef="fork"/><bpmn:sequenceFlow id="two" sourceRef="fork" targetRef="join"/>
        <bpmn:sequenceFlow id="three" sourceRef="fork" targetRef="join"/><bpmn:sequenceFlow id="four" sourceRef="join" targetRef="end"/>`),
    );
    expect(problems).toMatchObject([{ code: 'activation_condition_missing', elementId: 'join' }]);
  });
});
