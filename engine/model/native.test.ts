import { bpmn, problemsOf } from '../testing/model';
import { storyteller } from '../testing/play';

const story = storyteller(__filename);

describe('native BPMN', () => {
  it(
    'carries data between objects and activities, by transformation and assignment',
    story((start) => {
      // given
      const run = start({ order: { article: 'pen', count: 2 } }, { process: 'data' });
      const [price] = Object.values(run.execution.elements).filter(({ elementId }) => elementId === 'price');
      expect(price?.variables).toEqual({ article: 'pen' });
      // when
      run.complete('price', { total: 21 });
      // then
      expect(run.variables).toEqual({ order: { article: 'pen', count: 2, total: 42 } });
    }),
  );

  it(
    'keeps properties of a sub-process inside it, and writes data stores',
    story((start) => {
      const run = start({ order: {} }, { process: 'data' }).complete('price').complete('write', { note: 'secret' });
      expect(run.variables).not.toHaveProperty('note');
      expect(run.complete('file', { copy: 'a copy' }).variables).toMatchObject({ archive: 'a copy' });
    }),
  );

  it(
    'sends and needs as many tokens as quantities say',
    story((start) => {
      const run = start({}, { process: 'tokens' });
      expect(run.completed().filter((id) => id === 'forward')).toHaveLength(3);
      expect(run.active()).toEqual(['receive']);
      // The third token waits for a fourth.
      expect(run.complete('receive').state).toBe('ACTIVE');
      expect(run.waiting()).toEqual(['join receive']);
    }),
  );

  it.each([
    ['bar', 'yes'],
    ['rhythm', 'no'],
  ])('understands a condition in UEL: %s → %s', (text, chosen) =>
    story((start) => {
      expect(start({ text }, { process: 'uel' }).active()).toEqual([chosen]);
    })(),
  );

  it(
    'calls global tasks by their id',
    story((start) => {
      const run = start({ n: 2 }, { process: 'caller' });
      expect(run.variables).toEqual({ n: 4 });
      expect(run.called.map(({ program }) => program.processId)).toEqual(['double', 'decide']);
      run.called[1]?.complete('decide.task');
      expect(run.state).toBe('COMPLETED');
    }),
  );

  it.each([
    ['language="http://www.w3.org/1999/XPath"', "getDataObject('x') = 1", 'expression_language'],
    ['language="uel"', '${x.run()}', 'expression_language'],
    ['', 'if then', 'feel_syntax'],
  ])('refuses a condition that it does not understand (%s)', async (attribute, text, code) => {
    const flow = (id: string, inside = '') =>
      `<bpmn:sequenceFlow id="${id}" sourceRef="task" targetRef="end">${inside}</bpmn:sequenceFlow>`;
    const condition = `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression" ${attribute}>${text}</bpmn:conditionExpression>`;
    const problems = await problemsOf(
      bpmn(`<bpmn:startEvent id="start"/><bpmn:task id="task"/><bpmn:endEvent id="end"/>
        <bpmn:sequenceFlow id="first" sourceRef="start" targetRef="task"/>${flow('one', condition)}${flow('two')}`),
    );
    expect(problems).toMatchObject([{ code, elementId: 'one' }]);
  });
});
