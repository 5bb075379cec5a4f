import { bpmn, problemsOf } from '../../../testing/model';
import { storyteller } from '../../../testing/play';

const story = storyteller(__filename);

describe('link event', () => {
  it(
    'goes on at the catching link of its name, or at the one that a reference from either side leads to',
    story((start) => {
      const run = start();
      expect(run.active()).toEqual(['other', 'a']);
      expect(run.complete('a').active()).toEqual(['other', 'b']);
      expect(run.complete('b').active()).toEqual(['other', 'c']);
      expect(run.complete('c').complete('other').state).toBe('COMPLETED');
    }),
  );

  it(
    'is a way by which a token can still arrive at a join',
    story((start) => {
      const run = start().complete('other');
      expect(run.waiting()).toContain('join join');
      expect(run.complete('a').complete('b').complete('c').state).toBe('COMPLETED');
      expect(run.completed().filter((id) => id === 'end')).toHaveLength(1);
    }),
  );

  it('is caught by an event that waits for nothing else', async () => {
    const inside = `<bpmn:intermediateThrowEvent id="to"><bpmn:linkEventDefinition id="there" name="A"/></bpmn:intermediateThrowEvent>
      <bpmn:intermediateCatchEvent id="from"><bpmn:linkEventDefinition id="here" name="A"/>
        <bpmn:timerEventDefinition id="later"><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`;
    expect(await problemsOf(bpmn(inside))).toMatchObject([{ code: 'link_invalid', elementId: 'from' }]);
  });
});
