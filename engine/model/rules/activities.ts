import { elementOf, elementsOf, parentOf, textOf, type ModdleElement } from '../moddle';
import { isFlow } from './flows';
import { rule, type ModelView, type Rule } from './rule';
import { isEventSubProcess } from './structure';

/** Tasks, sub-processes, loops, scripts and expressions. */
export const activityRules: readonly Rule[] = [
  rule('bpmn:Activity', 'quantity_invalid', '10.3', (activity) => {
    const wrong = ['startQuantity', 'completionQuantity'].find((name) => Number(activity.get(name)) < 1);
    return wrong ? `Expected ${wrong} to be 1 or more, but it is ${String(activity.get(wrong))}` : null;
  }),
  rule('bpmn:ReceiveTask', 'flow_invalid', '10.3.3', (task, model) => {
    const begins = task.get('instantiate') === true && model.referring(task, 'targetRef').some(isFlow);
    return begins ? 'Expected no incoming flow of an instantiating receive task, but there is one' : null;
  }),
  rule('bpmn:SubProcess', 'event_sub_process_invalid', '10.3.5', (subProcess) => {
    if (!isEventSubProcess(subProcess)) return null;
    const starts = elementsOf(subProcess, 'flowElements').filter(({ $type }) => $type === 'bpmn:StartEvent');
    return starts.length === 1
      ? null
      : `Expected one start event of an event sub-process, but there are ${starts.length}`;
  }),
  rule('bpmn:AdHocSubProcess', 'ad_hoc_empty', '10.3.5', (subProcess) =>
    elementsOf(subProcess, 'flowElements').some((each) => each.$instanceOf('bpmn:Activity'))
      ? null
      : 'Expected an activity in an ad-hoc sub-process, but there is none',
  ),
  rule('bpmn:MultiInstanceLoopCharacteristics', 'loop_missing', '10.3.8', (loop, model) => {
    if (!model.isExecutable(loop) || loop.get('extensionElements')) return null;
    return elementOf(loop, 'loopCardinality') || elementOf(loop, 'loopDataInputRef')
      ? null
      : 'Expected a cardinality or a collection to loop over, but there is neither';
  }),
  rule('bpmn:MultiInstanceLoopCharacteristics', 'loop_item_invalid', '10.3.8', loopItem),
  rule('bpmn:MultiInstanceLoopCharacteristics', 'loop_condition_invalid', '10.3.8', (loop) =>
    isNumeral(elementOf(loop, 'completionCondition')) ? 'Expected a condition, but it is a number' : null,
  ),
  rule('bpmn:ComplexBehaviorDefinition', 'loop_condition_invalid', '10.3.8', (definition) =>
    isNumeral(elementOf(definition, 'condition')) ? 'Expected a condition, but it is a number' : null,
  ),
  rule('bpmn:CallActivity', 'called_element_invalid', '10.3.6', (activity, model) => {
    const called = calledBy(activity, model);
    if (called?.$type !== 'bpmn:Process') return null;
    const starts = elementsOf(called, 'flowElements').filter(({ $type }) => $type === 'bpmn:StartEvent');
    const hasNone = starts.length === 0 || starts.some((start) => elementsOf(start, 'eventDefinitions').length === 0);
    return hasNone ? null : 'Expected the called process to have a none start event, but it has none';
  }),
  rule('bpmn:ChoreographyActivity', 'choreography_invalid', '11', (activity) => {
    const parent = parentOf(activity);
    return parent && (parent.$type === 'bpmn:Process' || parent.$instanceOf('bpmn:SubProcess'))
      ? 'Expected no choreography activity in a process, but there is one'
      : null;
  }),
  rule('bpmn:ResourceRole', 'resource_role_invalid', '10.3.1', (role) =>
    elementOf(role, 'resourceAssignmentExpression') && elementsOf(role, 'resourceParameterBindings').length > 0
      ? 'Expected a resource with parameters or an expression, but there are both'
      : null,
  ),
  rule('bpmn:FormalExpression', 'expression_empty', '8.4.6', (expression) =>
    (textOf(expression, 'body') ?? '').trim() === '' && parentOf(expression)?.$type !== 'bpmn:ResourceParameterBinding'
      ? 'Expected an expression, but it is empty'
      : null,
  ),
  rule('bpmn:Expression', 'expression_informal', '8.4.6', (expression, model) => {
    // The condition of a flow is parsed whatever its type, and refused where it is no language.
    const isFormal =
      expression.$instanceOf('bpmn:FormalExpression') || parentOf(expression)?.$type === 'bpmn:SequenceFlow';
    return isFormal || model.usesZeebe || !model.isExecutable(expression)
      ? null
      : 'Expected a tFormalExpression in an executable process, but it may be natural language';
  }),
  rule('bpmn:Documentation', 'text_format_invalid', '8.3.1', (documentation) => {
    const format = textOf(documentation, 'textFormat');
    return format === null || /^[\w.+-]+\/[\w.+-]+$/.test(format)
      ? null
      : `Expected a MIME type, but it is '${format}'`;
  }),
];

export function calledBy(activity: ModdleElement, model: ModelView): ModdleElement | undefined {
  const id = textOf(activity, 'calledElement');
  return id === null ? undefined : model.all('bpmn:CallableElement').find((each) => textOf(each, 'id') === id);
}

function isNumeral(expression: ModdleElement | null): boolean {
  return expression !== null && /^\s*=?\s*-?\d+(\.\d+)?\s*$/.test(textOf(expression, 'body') ?? '');
}

/** Each instance gets one item of the collection: same structure, but not a collection itself. */
function loopItem(loop: ModdleElement): string | null {
  for (const [item, collection] of [
    ['inputDataItem', 'loopDataInputRef'],
    ['outputDataItem', 'loopDataOutputRef'],
  ] as const) {
    const whole = elementOf(loop, collection);
    const part = elementOf(loop, item);
    if (!whole || !part) continue;
    const [one, many] = [structureOf(part), structureOf(whole)];
    if (one !== many || part.get('isCollection') === true)
      return `Expected ${item} to be one item of ${collection}, but it is of another type`;
  }
  return null;
}

function structureOf(item: ModdleElement): string | null {
  const definition = elementOf(item, 'itemSubjectRef');
  return definition && textOf(definition, 'structureRef');
}
