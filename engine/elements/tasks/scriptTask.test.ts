import { bpmn, problemsOf } from '../../testing/model';
import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

describe('script task', () => {
  it(
    'puts the value of its expression where the output mapping says',
    story((start) => {
      const run = start({ unitPrice: 3, count: 4 });
      expect(run.active()).toEqual(['after']);
      expect(run.variables).toEqual({ unitPrice: 3, count: 4, bill: { total: 12 } });
    }),
  );

  it(
    'yields null where FEEL does',
    story((start) => {
      expect(start({ unitPrice: 3 }).variables['bill']).toEqual({ total: null });
    }),
  );

  it(
    'leaves nothing behind when the instance is canceled later',
    story((start) => {
      expect(start().cancel().terminated()).toEqual(['after']);
    }),
  );

  it('leaves a script in another language to a job, and is refused where no worker carries that out', async () => {
    const inside = `<bpmn:startEvent id="start"/><bpmn:scriptTask id="script" scriptFormat="text/groovy"><bpmn:script>n + 1</bpmn:script></bpmn:scriptTask>
      <bpmn:sequenceFlow id="flow" sourceRef="start" targetRef="script"/>`;
    expect(await problemsOf(bpmn(inside))).toMatchObject([{ code: 'job_type_unknown', elementId: 'script' }]);
    expect(await problemsOf(bpmn(inside), new Set(['script']))).toEqual([]);
  });
});
