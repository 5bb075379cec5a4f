import { elementsOf, isElement, parentOf, parseBpmn, textOf, type ModdleElement } from '../../engine/model/moddle';
import { viewOf } from '../../engine/model/rules/view';

/** A fixture of the simulator as a model that runs: what it leaves open is said, what it ignores is taken out. */
export interface Adapted {
  xml: string;
  processIds: string[];
  /** Ids of the flow nodes whose exit is traced: that of event-based gateways and terminate end events is not. */
  nodes: ReadonlySet<string>;
  /** Gateways that choose: id → name of the variable that holds the ids of the flows to take. */
  choosers: ReadonlyMap<string, string>;
  messageFlows: { id: string; source: string; target: string }[];
}

const ZEEBE = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"';
const ROOTS =
  '<bpmn:error id="anyError" name="any" errorCode="any"/><bpmn:signal id="anySignal" name="any"/><bpmn:escalation id="anyEscalation" name="any" escalationCode="any"/>';
const CHOOSING = ['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway'];

/** Tasks run through unless they are named in `waiting`; timers, messages and signals wait until they are triggered. */
export async function adapt(xml: string, waiting: readonly string[]): Promise<Adapted> {
  const model = await parseBpmn(xml);
  const { elements } = viewOf(model);
  const of = (type: string) => elements.filter((element) => element.$instanceOf(type));
  const choosers = new Map(
    of('bpmn:Gateway')
      .filter(({ $type }) => CHOOSING.includes($type))
      .map((gateway) => [idOf(gateway), `take_${idOf(gateway).replaceAll(/\W/g, '_')}`]),
  );
  let text = withPrefix(xml);
  text = text.replace(/<bpmn:definitions/, `$& ${text.includes(ZEEBE) ? '' : ZEEBE}`);
  text = text.replaceAll(/<bpmn:process ([^>]*?)(\/?)>/g, (_all, attributes: string, slash: string) => {
    const others = attributes.replace(/ ?isExecutable="\w+"/, '');
    return `<bpmn:process ${others} isExecutable="true"${slash}>`;
  });
  text = text.replaceAll(/(<\/?bpmn:)(service|script|user|businessRule|manual|send)Task\b/g, '$1task');
  text = text.replaceAll(/ default="[^"]*"/g, '');
  for (const id of waiting) text = retag(text, id, 'userTask');
  const messages: string[] = [];
  for (const event of of('bpmn:Event')) text = adaptEvent(text, event, messages);
  for (const process of of('bpmn:Process')) text = adaptStarts(text, process, messages);
  for (const task of of('bpmn:ReceiveTask')) {
    messages.push(idOf(task));
    text = text.replace(new RegExp(`(<bpmn:receiveTask [^>]*id="${idOf(task)}")`), `$1 messageRef="msg_${idOf(task)}"`);
  }
  for (const flow of of('bpmn:SequenceFlow')) text = adaptFlow(text, flow, choosers);
  const roots = messages.map(messageOf).join('') + ROOTS;
  text = text.replaceAll(/<bpmn:(error|escalation) ([^>]*?)(\/?)>/g, withCode);
  text = text
    .replace(/<bpmn:collaboration[\s\S]*<\/bpmn:collaboration>/, '')
    .replaceAll(/<bpmn:(data(?:Input|Output)Association) [\s\S]*?<\/bpmn:\1>/g, '')
    .replaceAll(/<bpmn:property [^>]*\/>/g, '')
    .replace(/<bpmndi:BPMNDiagram[\s\S]*<\/bpmndi:BPMNDiagram>/, '')
    .replace('</bpmn:definitions>', `${roots}</bpmn:definitions>`);
  return {
    xml: text,
    processIds: of('bpmn:Process').map(idOf),
    nodes: new Set(
      of('bpmn:FlowNode')
        .filter((node) => !isUntraced(node))
        .map(idOf),
    ),
    choosers,
    messageFlows: of('bpmn:MessageFlow').map((flow) => ({
      id: idOf(flow),
      source: refOf(flow, 'sourceRef'),
      target: refOf(flow, 'targetRef'),
    })),
  };
}

/** Variables by which the gateways choose as the configuration says. */
export function choiceVariables(
  { choosers }: Adapted,
  choices: ReadonlyMap<string, string[]>,
): Record<string, string[]> {
  return Object.fromEntries([...choosers].map(([id, variable]) => [variable, choices.get(id) ?? []]));
}

function adaptEvent(xml: string, event: ModdleElement, messages: string[]): string {
  const isCatch = event.$instanceOf('bpmn:CatchEvent');
  let text = xml;
  for (const definition of elementsOf(event, 'eventDefinitions')) {
    const kind = definition.$type.slice('bpmn:'.length, -'EventDefinition'.length);
    const tag = `bpmn:${kind.charAt(0).toLowerCase()}${kind.slice(1)}EventDefinition`;
    const pattern = new RegExp(`<${tag} [^>]*id="${idOf(definition)}"[^>]*?(/>|>[\\s\\S]*?</${tag}>)`);
    const replacement = definitionFor(definition, kind, isCatch, idOf(event));
    if (replacement === null) continue;
    if ((kind === 'Message' && isCatch) || kind === 'Conditional') messages.push(idOf(event));
    text = text.replace(pattern, replacement);
  }
  return text;
}

/** Of several none start events all but the first get a message, so that each is a start of its own. */
function adaptStarts(xml: string, process: ModdleElement, messages: string[]): string {
  const starts = elementsOf(process, 'flowElements').filter(
    (each) => each.$type === 'bpmn:StartEvent' && elementsOf(each, 'eventDefinitions').length === 0,
  );
  return starts.slice(1).reduce((text, start) => {
    messages.push(idOf(start));
    const definition = `<bpmn:messageEventDefinition messageRef="msg_${idOf(start)}"/>`;
    const pattern = new RegExp(`(<bpmn:startEvent [^>]*id="${idOf(start)}"[^>]*?)(/>|>([\\s\\S]*?)</bpmn:startEvent>)`);
    return text.replace(
      pattern,
      (_all, head: string, _tail, inside: string | undefined) =>
        `${head}>${inside ?? ''}${definition}</bpmn:startEvent>`,
    );
  }, xml);
}

/** What stands in the place of a definition; null to leave it. */
function definitionFor(definition: ModdleElement, kind: string, isCatch: boolean, eventId: string): string | null {
  const id = idOf(definition);
  switch (kind) {
    case 'Message':
      return isCatch ? `<bpmn:messageEventDefinition id="${id}" messageRef="msg_${eventId}"/>` : '';
    case 'Conditional':
      return `<bpmn:messageEventDefinition id="${id}" messageRef="msg_${eventId}"/>`;
    case 'Timer':
      if (isRepeated(parentOf(definition)))
        return `<bpmn:timerEventDefinition id="${id}"><bpmn:timeCycle>R/P1000D</bpmn:timeCycle></bpmn:timerEventDefinition>`;
      return `<bpmn:timerEventDefinition id="${id}"><bpmn:timeDuration>P1000D</bpmn:timeDuration></bpmn:timerEventDefinition>`;
    case 'Link':
      return textOf(definition, 'name') === null ? `<bpmn:linkEventDefinition id="${id}" name="anyLink"/>` : null;
    case 'Signal':
      return naming(definition, kind);
    case 'Error':
    case 'Escalation':
      return isCatch ? null : naming(definition, kind);
    default:
      return null;
  }
}

/** Who names nothing means any: what is thrown has to have a name here. */
function naming(definition: ModdleElement, kind: 'Signal' | 'Error' | 'Escalation'): string | null {
  const tag = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}`;
  return refOf(definition, `${tag}Ref`) === ''
    ? `<bpmn:${tag}EventDefinition id="${idOf(definition)}" ${tag}Ref="any${kind}"/>`
    : null;
}

function isRepeated(event: ModdleElement | undefined): boolean {
  return event?.get('cancelActivity') === false || event?.get('isInterrupting') === false;
}

function adaptFlow(xml: string, flow: ModdleElement, choosers: ReadonlyMap<string, string>): string {
  const source = flow.get('sourceRef');
  const variable = isElement(source) ? choosers.get(idOf(source)) : undefined;
  const siblings = isElement(source) && parentOf(source) ? elementsOf(source, 'outgoing').length : 0;
  const pattern = new RegExp(`<bpmn:sequenceFlow [^>]*id="${idOf(flow)}"[^>]*?(/>|>[\\s\\S]*?</bpmn:sequenceFlow>)`);
  const condition =
    variable !== undefined && siblings > 1
      ? `<bpmn:conditionExpression>=list contains(${variable}, "${idOf(flow)}")</bpmn:conditionExpression>`
      : '';
  return xml.replace(
    pattern,
    `<bpmn:sequenceFlow id="${idOf(flow)}" sourceRef="${refOf(flow, 'sourceRef')}" targetRef="${refOf(flow, 'targetRef')}">${condition}</bpmn:sequenceFlow>`,
  );
}

function isUntraced(node: ModdleElement): boolean {
  return (
    node.$type === 'bpmn:EventBasedGateway' ||
    elementsOf(node, 'eventDefinitions').some(({ $type }) => $type === 'bpmn:TerminateEventDefinition')
  );
}

/** Some fixtures have another prefix, or none. */
function withPrefix(xml: string): string {
  const prefix = /<(?:(\w+):)?definitions/.exec(xml)?.[1];
  if (prefix === 'bpmn') return xml;
  if (prefix !== undefined)
    return xml
      .replaceAll(new RegExp(`(</?)${prefix}:`, 'g'), '$1bpmn:')
      .replace(`xmlns:${prefix}=`, 'xmlns:bpmn=')
      .replaceAll(`"${prefix}:t`, '"bpmn:t');
  return xml.replaceAll(/(<\/?)(?=[a-zA-Z]\w*[ >/])/g, '$1bpmn:').replace('xmlns=', 'xmlns:bpmn=');
}

function withCode(_all: string, tag: string, attributes: string, slash: string): string {
  const id = /\bid="([^"]*)"/.exec(attributes)?.[1] ?? '';
  const isThere = /\w+Code="[^"]+"/.test(attributes);
  return `<bpmn:${tag} ${attributes.replace(/\w+Code=""/, '')}${isThere ? '' : ` ${tag}Code="${id}"`}${slash}>`;
}

function retag(xml: string, id: string, tag: string): string {
  const start = new RegExp(`<bpmn:task ([^>]*id="${id}")`).exec(xml);
  if (!start) return xml;
  const head = xml.slice(0, start.index);
  const tail = xml.slice(start.index).replace('<bpmn:task ', `<bpmn:${tag} `);
  const isClosed = /^<[^>]*\/>/.test(tail);
  return head + (isClosed ? tail : tail.replace('</bpmn:task>', `</bpmn:${tag}>`));
}

function messageOf(id: string): string {
  return `<bpmn:message id="msg_${id}" name="msg_${id}"><bpmn:extensionElements><zeebe:subscription correlationKey="=key"/></bpmn:extensionElements></bpmn:message>`;
}

function idOf(element: ModdleElement): string {
  return textOf(element, 'id') ?? '';
}

function refOf(element: ModdleElement, property: string): string {
  const target = element.get(property);
  return isElement(target) ? idOf(target) : '';
}
