import { parseBpmn } from '../moddle';
import { checkRules } from '.';

/** A document around the inside of an executable process `p`; `roots` stand beside it. */
function native(inside: string, roots = '', zeebe = ''): string {
  return `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ${zeebe} id="d" targetNamespace="t">
    <process id="p" isExecutable="true">${inside}</process>${roots}</definitions>`;
}

async function problems(xml: string): Promise<string[]> {
  const found = checkRules(await parseBpmn(xml), 'model.bpmn');
  return found.map(({ code, elementId, severity }) => `${severity} ${code} ${elementId}`);
}

const start = '<startEvent id="s"/>';
const end = '<endEvent id="e"/>';
const flow = (id: string, from: string, to: string, inside = '') =>
  `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${inside}</sequenceFlow>`;
/** Start → `x` → end. */
const around = (element: string) => start + flow('f1', 's', 'x') + element + flow('f2', 'x', 'e') + end;
const task = '<task id="x"/>';
const formal = (name: string, text: string) => `<${name} xsi:type="tFormalExpression">${text}</${name}>`;
const item = (id: string, structure: string, more = '') =>
  `<itemDefinition id="${id}" structureRef="${structure}" ${more}/>`;
const io = (inside: string) => `<ioSpecification>${inside}</ioSpecification>`;

describe('the rules of the standard', () => {
  it('are kept by an ordinary model', async () => {
    const condition = formal('conditionExpression', 'a');
    const fork = `<exclusiveGateway id="x" default="f2" gatewayDirection="Diverging"/>${flow('f3', 'x', 'y', condition)}<task id="y"/>${flow('f4', 'y', 'e')}`;
    expect(await problems(native(around(fork)))).toEqual([]);
  });

  it.each([
    ['flow_end_invalid f3', `${around(task)}<textAnnotation id="n"/>${flow('f3', 'x', 'n')}`],
    ['flow_end_invalid f3', `${around(task)}<sequenceFlow id="f3" sourceRef="x"/>`],
    ['flow_crosses_pool f3', around(task) + flow('f3', 'x', 'y'), '<process id="q"><task id="y"/></process>'],
    ['flow_not_immediate f3', `${around(task)}<sequenceFlow id="f3" sourceRef="x" targetRef="e" isImmediate="false"/>`],
    ['flow_list_invalid f1', around('<task id="x"><incoming>f1</incoming></task>')],
    ['flow_list_invalid x', around('<task id="x"><incoming>f2</incoming></task>')],
    [
      'conditional_flow_alone x',
      start + flow('f1', 's', 'x') + task + flow('f2', 'x', 'e', formal('conditionExpression', 'a')) + end,
    ],
    ['default_flow_invalid x', around('<task id="x" default="f1"/>')],
    ['flow_missing y', `${around(task)}<task id="y"/>${flow('f3', 'y', 'e')}`],
    ['flow_missing y', `${around(task)}<task id="y"/>${flow('f3', 'x', 'y')}`],
    ['gateway_direction_invalid x', around('<parallelGateway id="x" gatewayDirection="Mixed"/>')],
    ['gateway_flows_missing x', around('<parallelGateway id="x"/>')],
    [
      'event_gateway_invalid x',
      around('<eventBasedGateway id="x"/>') + flow('f3', 'x', 'e', formal('conditionExpression', 'a')),
    ],
    [
      'event_gateway_invalid x',
      `${around('<eventBasedGateway id="x"/>')}<receiveTask id="y"/><boundaryEvent id="b" attachedToRef="y"/>${flow('f3', 'x', 'y')}${flow('f4', 'y', 'e')}`,
    ],
    [
      'event_trigger_invalid x',
      around('<intermediateThrowEvent id="x"><errorEventDefinition/></intermediateThrowEvent>'),
    ],
    ['start_event_invalid i', around('<subProcess id="x" triggeredByEvent="true"><startEvent id="i"/></subProcess>')],
    ['start_event_invalid i', around('<adHocSubProcess id="x"><task id="t"/><startEvent id="i"/></adHocSubProcess>')],
    ['end_event_missing s', start + flow('f1', 's', 'x') + task],
    ['end_event_invalid e', task + flow('f2', 'x', 'e') + end],
    [
      'end_event_invalid e2',
      `${around(task)}<endEvent id="e2"><cancelEventDefinition/></endEvent>${flow('f3', 'x', 'e2')}`,
    ],
    ['boundary_event_invalid b', `${around(task)}<boundaryEvent id="b" attachedToRef="x"/>${flow('f3', 'b', 'e')}`],
    [
      'boundary_event_invalid b',
      `${around(task)}<boundaryEvent id="b" attachedToRef="x"><cancelEventDefinition/></boundaryEvent>${flow('f3', 'b', 'e')}`,
    ],
    ['intermediate_event_flow_missing c', `${around(task)}<intermediateCatchEvent id="c"/>${flow('f3', 'c', 'e')}`],
    [
      'message_reference_missing x',
      around('<intermediateCatchEvent id="x"><messageEventDefinition/></intermediateCatchEvent>'),
    ],
    [
      'operation_missing x',
      around('<intermediateCatchEvent id="x"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>'),
      '<message id="m" name="m"/>',
    ],
    [
      'condition_expression_missing x',
      around('<intermediateCatchEvent id="x"><conditionalEventDefinition/></intermediateCatchEvent>'),
    ],
    [
      'timer_invalid x',
      around(
        `<intermediateCatchEvent id="x"><timerEventDefinition>${formal('timeDate', 'a')}${formal('timeDuration', 'b')}</timerEventDefinition></intermediateCatchEvent>`,
      ),
    ],
    [
      'escalation_code_missing x',
      around('<intermediateThrowEvent id="x"><escalationEventDefinition/></intermediateThrowEvent>'),
    ],
    [
      'event_definition_shared i',
      around('<intermediateThrowEvent id="x"><signalEventDefinition id="i"/></intermediateThrowEvent>') +
        '<boundaryEvent id="b" attachedToRef="x"><eventDefinitionRef>i</eventDefinitionRef></boundaryEvent>',
    ],
    [
      'link_invalid l',
      `${around(task)}<intermediateThrowEvent id="y"><linkEventDefinition id="l" name="n"/></intermediateThrowEvent>`,
    ],
    ['quantity_invalid x', around('<task id="x" startQuantity="0"/>')],
    ['flow_invalid x', around('<receiveTask id="x" instantiate="true"/>')],
    ['event_sub_process_invalid y', `${around(task)}<subProcess id="y" triggeredByEvent="true"/>`],
    ['ad_hoc_empty x', around('<adHocSubProcess id="x"/>')],
    ['loop_missing x', around('<task id="x"><multiInstanceLoopCharacteristics/></task>')],
    [
      'loop_condition_invalid x',
      around(
        `<task id="x"><multiInstanceLoopCharacteristics>${formal('loopCardinality', '3')}${formal('completionCondition', '23')}</multiInstanceLoopCharacteristics></task>`,
      ),
    ],
    [
      'loop_item_invalid x',
      around(
        '<task id="x"><multiInstanceLoopCharacteristics><loopDataInputRef>o</loopDataInputRef><inputDataItem id="one" itemSubjectRef="B"/></multiInstanceLoopCharacteristics></task><dataObject id="o" itemSubjectRef="A"/>',
      ),
      item('A', 'String') + item('B', 'Number'),
    ],
    [
      'called_element_invalid x',
      around('<callActivity id="x" calledElement="q"/>'),
      '<process id="q"><startEvent id="s2"><signalEventDefinition/></startEvent></process>',
    ],
    ['choreography_invalid x', around('<choreographyTask id="x"/>')],
    [
      'expression_empty x',
      around(
        `<task id="x"><standardLoopCharacteristics>${formal('loopCondition', ' ')}</standardLoopCharacteristics></task>`,
      ),
    ],
    [
      'expression_informal x',
      around(
        '<task id="x"><standardLoopCharacteristics><loopCondition>while it rains</loopCondition></standardLoopCharacteristics></task>',
      ),
    ],
    ['text_format_invalid x', around('<task id="x"><documentation textFormat="INVALID">x</documentation></task>')],
    [
      'data_collection_invalid o',
      `${around(task)}<dataObject id="o" itemSubjectRef="A"/>`,
      item('A', 'String', 'isCollection="true"'),
    ],
    ['data_set_invalid x', around(`<task id="x">${io('<dataInput id="i"/><inputSet/><outputSet/>')}</task>`)],
    [
      'event_data_invalid e',
      `${start}${flow('f1', 's', 'e')}<endEvent id="e"><dataInput id="i" itemSubjectRef="A"/><inputSet><dataInputRefs>i</dataInputRefs></inputSet><errorEventDefinition errorRef="err"/></endEvent>`,
      `${item('A', 'String')}${item('B', 'Number')}<error id="err" errorCode="E" structureRef="B"/>`,
    ],
    [
      'operation_data_invalid x',
      around(
        `<sendTask id="x" messageRef="m">${io('<dataInput id="i" itemSubjectRef="A"/><inputSet><dataInputRefs>i</dataInputRefs></inputSet><outputSet/>')}</sendTask>`,
      ),
      `${item('A', 'String')}${item('B', 'Number')}<message id="m" itemRef="B"/>`,
    ],
    [
      'called_element_data_invalid x',
      around(
        `<callActivity id="x" calledElement="g">${io('<dataInput id="i" itemSubjectRef="A"/><inputSet><dataInputRefs>i</dataInputRefs></inputSet><outputSet/>')}</callActivity>`,
      ),
      `${item('A', 'String')}<globalTask id="g"/>`,
    ],
    [
      'io_binding_invalid g',
      around(task),
      '<message id="m"/><interface id="if"><operation id="op" name="o"><inMessageRef>m</inMessageRef></operation></interface><globalTask id="g"><supportedInterfaceRef>if</supportedInterfaceRef></globalTask>',
    ],
    [
      'resource_role_invalid r',
      around(
        '<task id="x"><performer id="r"><resourceParameterBinding parameterRef="rp"/><resourceAssignmentExpression/></performer></task>',
      ),
      '<resource id="res" name="r"><resourceParameter id="rp"/></resource>',
    ],
    [
      'message_flow_invalid mf',
      around(task),
      '<collaboration id="c"><messageFlow id="mf" sourceRef="x" targetRef="x"/></collaboration>',
    ],
    [
      'multiplicity_invalid part',
      around(task),
      '<collaboration id="c"><participant id="part"><participantMultiplicity minimum="3" maximum="2"/></participant></collaboration>',
    ],
    [
      'collaboration_invalid c',
      around(task),
      '<collaboration id="c"><choreographyRef>ch</choreographyRef></collaboration><choreography id="ch" isClosed="true"/>',
    ],
    [
      'called_collaboration_invalid call',
      around(task),
      '<collaboration id="c"><callConversation id="call" calledCollaborationRef="ch"/></collaboration><choreography id="ch"/>',
    ],
    [
      'global_conversation_invalid gc',
      around(task),
      '<globalConversation id="gc"><textAnnotation id="t"/></globalConversation>',
    ],
    ['reference_invalid x', around('<task id="x" default="s"/>')],
  ])('say %s', async (problem, inside, roots = '') => {
    expect(await problems(native(inside, roots))).toContain(`error ${problem}`);
  });

  it('are warnings where Camunda’s engine runs such a model anyway', async () => {
    const zeebe = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"';
    expect(await problems(native(around('<parallelGateway id="x"/>'), '', zeebe))).toEqual([
      'warning gateway_flows_missing x',
    ]);
  });
});
