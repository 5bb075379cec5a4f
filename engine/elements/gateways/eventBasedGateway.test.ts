import { bpmn, problemsOf } from '../../testing/model';
import { storyteller } from '../../testing/play';

const story = storyteller(__filename);
const given = { key: 'k', limit: 'PT1H' };

describe('event-based gateway', () => {
  it(
    'waits for every event behind it',
    story((start) => {
      const run = start(given);
      expect(run.active()).toEqual(['wait']);
      expect(run.waiting()).toEqual(['message answered', 'message withdrawn', 'timer late']);
    }),
  );

  it(
    'gives its token to the message that comes first, with what it brought',
    story((start) => {
      const run = start(given).publish('answer', { text: 'yes' });
      expect(run.completed()).toEqual(['start', 'wait', 'answered', 'done']);
      expect(run.variables).toMatchObject({ answer: 'yes' });
      expect(run.waiting()).toEqual([]);
    }),
  );

  it(
    'gives its token to the timer when that is first',
    story((start) => {
      const run = start(given).advance('PT1H');
      expect(run.completed()).toEqual(['start', 'wait', 'late', 'noAnswer']);
      expect(run.publish('answer').rejection?.code).toBe('invalid_state');
    }),
  );

  it(
    'gives its token to a receive task',
    story((start) => {
      const run = start(given, { process: 'tasks' }).publish('answer');
      expect(run.completed()).toEqual(['begin', 'either', 'receive', 'received']);
    }),
  );

  it(
    'waits for nothing with an incident until all events can be waited for',
    story((start) => {
      const run = start({ key: 'k', limit: 'soon' });
      expect(run.waiting()).toEqual(['incident wait']);
      expect(run.setVariables({ limit: 'PT1M' }).resolve().advance('PT1M').completed()).toContain('noAnswer');
    }),
  );

  it(
    'ends with its instance',
    story((start) => {
      expect(start(given).cancel().terminated()).toEqual(['wait']);
    }),
  );

  it('refuses what it cannot wait for', async () => {
    const problems = await problemsOf(
      bpmn(`<bpmn:startEvent id="start"/><bpmn:eventBasedGateway id="wait"/><bpmn:userTask id="ask"/>
        <bpmn:sequenceFlow id="one" sourceRef="start" targetRef="wait"/><bpmn:sequenceFlow id="two" sourceRef="wait" targetRef="ask"/>`),
    );
    expect(problems).toMatchObject([
      { code: 'event_gateway_invalid', elementId: 'wait' },
      { code: 'event_gateway_invalid', elementId: 'wait' },
    ]);
  });

  it.each([
    ['a name that only variables give', '<bpmn:messageEventDefinition messageRef="computed"/>'],
    [
      'a condition',
      '<bpmn:conditionalEventDefinition><bpmn:condition>=n = 1</bpmn:condition></bpmn:conditionalEventDefinition>',
    ],
  ])('refuses to begin a process with %s', async (_what, definition) => {
    const event = (id: string, inside: string) =>
      `<bpmn:sequenceFlow id="to-${id}" sourceRef="wait" targetRef="${id}"/><bpmn:intermediateCatchEvent id="${id}">${inside}</bpmn:intermediateCatchEvent>`;
    const problems = await problemsOf(
      bpmn(
        `<bpmn:eventBasedGateway id="wait" instantiate="true"/>${event('good', '<bpmn:messageEventDefinition messageRef="asked"/>')}${event('bad', definition)}`,
        '<bpmn:message id="asked" name="asked"><bpmn:extensionElements><zeebe:subscription correlationKey="=key"/></bpmn:extensionElements></bpmn:message>' +
          '<bpmn:message id="computed" name="=name"><bpmn:extensionElements><zeebe:subscription correlationKey="=key"/></bpmn:extensionElements></bpmn:message>',
      ),
    );
    expect(problems).toMatchObject([{ code: 'event_gateway_invalid', elementId: 'bad' }]);
  });
});
