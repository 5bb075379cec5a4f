import { bpmn, problemsOf } from '../testing/model';
import { compileProcesses } from './compileProcesses';
import { MAX_BYTES } from './limits';

const START =
  '<bpmn:startEvent id="start"/><bpmn:sequenceFlow id="flow" sourceRef="start" targetRef="task"/><bpmn:sequenceFlow id="last" sourceRef="task" targetRef="over"/><bpmn:endEvent id="over"/>';
const TASK = '<bpmn:userTask id="task"/>';
const extension = (inside: string) => `<bpmn:extensionElements>${inside}</bpmn:extensionElements>`;

/** `code elementId` of each problem of a model around a start event. */
async function codes(inside: string, roots = ''): Promise<string[]> {
  const problems = await problemsOf(bpmn(START + inside, roots));
  return problems.map(({ code, elementId }) => `${code} ${elementId ?? ''}`.trim());
}

describe('compiling a process', () => {
  it('accepts what it executes, with documentation, lanes and artifacts', async () => {
    const lanes =
      '<bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="Asesor"><bpmn:flowNodeRef>task</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>';
    const artifacts =
      '<bpmn:textAnnotation id="note"><bpmn:text>x</bpmn:text></bpmn:textAnnotation><bpmn:association id="a" sourceRef="task" targetRef="note"/>';
    const { processes, problems } = await compileProcesses(bpmn(lanes + START + TASK + artifacts), 'model.bpmn');
    expect(problems).toEqual([]);
    expect(processes[0]).toMatchObject({
      id: 'main',
      lanes: { task: 'Asesor' },
      hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
  });

  it('gives the same hash to the same process, whatever its drawing', async () => {
    const [one, other] = await Promise.all([
      compileProcesses(bpmn(START + TASK), 'one.bpmn'),
      compileProcesses(bpmn(`${START}\n\n<!-- moved -->${TASK}`), 'other.bpmn'),
    ]);
    expect(one.processes[0]?.hash).toBe(other.processes[0]?.hash);
  });

  it.each([['choreographyTask', '<bpmn:choreographyTask id="task"/>']])('refuses %s by name', async (_name, inside) => {
    expect(await codes(inside)).toContain('unsupported_element task');
  });

  it.each([
    [
      'an attribute of another engine',
      '<bpmn:userTask id="task" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:asyncBefore="true"/>',
    ],
    [
      'a binding to a version tag',
      `<bpmn:callActivity id="task">${extension('<zeebe:calledElement processId="main" bindingType="versionTag" versionTag="1"/>')}</bpmn:callActivity>`,
    ],
    ['a form by key', `<bpmn:userTask id="task">${extension('<zeebe:formDefinition formKey="x"/>')}</bpmn:userTask>`],
  ])('refuses %s', async (_name, inside) => {
    expect(await codes(inside)).toContain('unsupported_attribute task');
  });

  it('refuses flows at what is only there to compensate', async () => {
    expect(await codes('<bpmn:userTask id="task" isForCompensation="true"/>')).toContain('flow_invalid task');
  });

  it('refuses a default flow that leaves another element', async () => {
    const inside = '<bpmn:userTask id="task" default="flow"/>';
    expect(await codes(inside)).toContain('default_flow_invalid task');
  });

  it.each([
    ['an unknown zeebe extension', '<zeebe:telepathy strength="1"/>'],
    ['an extension of another element', '<zeebe:calledDecision decisionId="d" resultVariable="r"/>'],
    [
      'listeners',
      '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="x"/></zeebe:executionListeners>',
    ],
  ])('refuses %s', async (_name, inside) => {
    expect(await codes(`<bpmn:userTask id="task">${extension(inside)}</bpmn:userTask>`)).toContain(
      'unsupported_extension task',
    );
  });

  it.each([
    ['duplicate_id task', `${TASK}<bpmn:endEvent id="task"/>`],
    ['dangling_reference lost', `${TASK}<bpmn:sequenceFlow id="lost" sourceRef="task" targetRef="nowhere"/>`],
    [
      'flow_crosses_scope cross',
      `${TASK}<bpmn:subProcess id="sub"><bpmn:startEvent id="in"/></bpmn:subProcess><bpmn:sequenceFlow id="cross" sourceRef="task" targetRef="in"/>`,
    ],
    [
      'start_event_missing sub',
      `${TASK}<bpmn:subProcess id="sub"><bpmn:startEvent id="one"/><bpmn:startEvent id="two"/></bpmn:subProcess>`,
    ],
    ['flow_invalid start', `${TASK}<bpmn:sequenceFlow id="back" sourceRef="task" targetRef="start"/>`],
    [
      'boundary_event_invalid start',
      `${TASK}<bpmn:boundaryEvent id="b" attachedToRef="start"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>`,
    ],
    ['event_definition_missing b', `${TASK}<bpmn:boundaryEvent id="b" attachedToRef="task"/>`],
    ['job_type_missing task', '<bpmn:serviceTask id="task"/>'],
    ['script_missing task', '<bpmn:scriptTask id="task"/>'],
    ['decision_missing task', '<bpmn:businessRuleTask id="task"/>'],
    ['called_element_missing task', '<bpmn:callActivity id="task"/>'],
    ['message_missing task', '<bpmn:receiveTask id="task"/>'],
    ['correlation_key_missing task', '<bpmn:receiveTask id="task" messageRef="m"/>', '<bpmn:message id="m" name="m"/>'],
    [
      'timer_invalid task',
      '<bpmn:intermediateCatchEvent id="task"><bpmn:timerEventDefinition><bpmn:timeDuration>5 minutes</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>',
    ],
    [
      'timer_invalid task',
      '<bpmn:intermediateCatchEvent id="task"><bpmn:timerEventDefinition><bpmn:timeCycle>0 0 8 * * MON</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>',
    ],
    ['error_code_missing end', `${TASK}<bpmn:endEvent id="end"><bpmn:errorEventDefinition/></bpmn:endEvent>`],
    [
      'condition_missing task',
      '<bpmn:exclusiveGateway id="task"/><bpmn:endEvent id="a"/><bpmn:endEvent id="b"/><bpmn:sequenceFlow id="f1" sourceRef="task" targetRef="a"/><bpmn:sequenceFlow id="f2" sourceRef="task" targetRef="b"/>',
    ],
    [
      'feel_syntax task',
      `<bpmn:userTask id="task">${extension('<zeebe:assignmentDefinition assignee="=1 +"/>')}</bpmn:userTask>`,
    ],
    [
      'mapping_invalid task',
      `<bpmn:userTask id="task">${extension('<zeebe:ioMapping><zeebe:input source="=1" target="__proto__.x"/></zeebe:ioMapping>')}</bpmn:userTask>`,
    ],
    [
      'job_type_unknown task',
      `<bpmn:serviceTask id="task">${extension('<zeebe:taskDefinition type="unknown"/>')}</bpmn:serviceTask>`,
    ],
    [
      'form_not_found task',
      `<bpmn:userTask id="task">${extension('<zeebe:formDefinition formId="nothing"/>')}</bpmn:userTask>`,
    ],
    [
      'decision_not_found task',
      `<bpmn:businessRuleTask id="task">${extension('<zeebe:calledDecision decisionId="nothing" resultVariable="r"/>')}</bpmn:businessRuleTask>`,
    ],
    [
      'called_element_not_found task',
      `<bpmn:callActivity id="task">${extension('<zeebe:calledElement processId="nothing"/>')}</bpmn:callActivity>`,
    ],
  ])('refuses with %s', async (problem, inside, roots = '') => {
    expect(await codes(inside, roots)).toContain(problem);
  });

  it('refuses a flow into another process', async () => {
    const other = '<bpmn:process id="other" isExecutable="true"><bpmn:startEvent id="there"/></bpmn:process>';
    const flow = '<bpmn:sequenceFlow id="away" sourceRef="task" targetRef="there"/>';
    expect(await codes(TASK + flow, other)).toContain('flow_crosses_pool away');
  });

  it('warns of what can never run and of a gateway without a way out', async () => {
    const round = '<bpmn:sequenceFlow id="round" sourceRef="island" targetRef="island"/>';
    const inside = `${START}${TASK}<bpmn:userTask id="island"/>${round}`;
    const { problems } = await compileProcesses(bpmn(inside), 'model.bpmn');
    expect(problems).toMatchObject([{ code: 'unreachable_element', elementId: 'island', severity: 'warning' }]);
  });

  it('warns that of several none start events the first is the one that nobody needs to name', async () => {
    const second = '<bpmn:startEvent id="second"/><bpmn:sequenceFlow id="f2" sourceRef="second" targetRef="task"/>';
    const { problems } = await compileProcesses(bpmn(`${START}${TASK}${second}`), 'model.bpmn');
    expect(problems).toMatchObject([{ code: 'start_event_ambiguous', elementId: 'main', severity: 'warning' }]);
  });

  it.each([
    ['a DOCTYPE', '<!DOCTYPE x [<!ENTITY a "b">]><x/>', 'xml_refused'],
    ['what is not well-formed', '<a><b></a>', 'xml_refused'],
    ['too much depth', '<a>'.repeat(60) + '</a>'.repeat(60), 'xml_refused'],
    ['too many bytes', ' '.repeat(MAX_BYTES + 1), 'xml_too_large'],
    ['another kind of document', '<html/>', 'bpmn_invalid'],
    ['a model without an executable process', bpmn('').replace('isExecutable="true"', ''), 'process_missing'],
  ])('refuses %s', async (_name, xml, code) => {
    const { problems } = await compileProcesses(xml, 'model.bpmn');
    expect(problems.map((problem) => problem.code)).toContain(code);
  });

  it('refuses more than 2,000 elements', async () => {
    const many = Array.from({ length: 2_000 }, (_, index) => `<bpmn:userTask id="t${index}"/>`).join('');
    expect(await problemsOf(bpmn(START + TASK + many))).toMatchObject([{ code: 'xml_refused' }]);
  });

  it('compiles 1,000 elements in a fraction of a second', async () => {
    const tasks = Array.from({ length: 499 }, (_, index) => {
      const next = index === 498 ? 'end' : `t${index + 1}`;
      return `<bpmn:userTask id="t${index}">${extension('<zeebe:assignmentDefinition assignee="=owner"/>')}</bpmn:userTask><bpmn:sequenceFlow id="f${index}" sourceRef="t${index}" targetRef="${next}"/>`;
    }).join('');
    const first = '<bpmn:startEvent id="start"/><bpmn:sequenceFlow id="flow" sourceRef="start" targetRef="t0"/>';
    const xml = bpmn(`${first}${tasks}<bpmn:endEvent id="end"/>`);
    const began = performance.now();
    const { processes, problems } = await compileProcesses(xml, 'model.bpmn');
    expect(problems).toEqual([]);
    expect(Object.keys(processes[0]?.elements ?? {})).toHaveLength(502);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
