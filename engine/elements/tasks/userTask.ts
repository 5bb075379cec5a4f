import { environmentOf, evaluateInteger, evaluateOptionalText, evaluateTexts } from '../../execution/expressions';
import type { StepContext } from '../../execution/context';
import type { ElementInstance } from '../../execution/execution';
import { ModelFault } from '../../execution/faults';
import { parseInstant } from '../../execution/timerValue';
import { createUserTask } from '../../execution/userTasks';
import type { Expression } from '../../model/definition';
import type { ElementSource } from '../../model/source';
import type { ElementBehavior } from '../behavior';

interface UserTask {
  /** What this one is about, to tell it from others of its name: the property `subject`. */
  subject: Expression | null;
  assignee: Expression | null;
  candidateGroups: Expression | null;
  candidateUsers: Expression | null;
  dueDate: Expression | null;
  followUpDate: Expression | null;
  priority: Expression;
  formId: string | null;
}

const PRIORITY = { min: 0, max: 100 };
const DEFAULT_PRIORITY = '50';

/** Waits until a person completes it. Who may, until when and with which form is evaluated when it begins. */
export const userTask: ElementBehavior<UserTask> = {
  elementType: 'USER_TASK',
  bpmnType: 'UserTask',
  clause: '10.3.4',
  isWaitState: true,
  acceptsBoundary: true,
  isScope: false,
  compile(source) {
    // The marker of Camunda 8's own user tasks; ours are all of that kind.
    source.extension('userTask');
    const form = source.extension('formDefinition');
    if (form && !form.attribute('formId')) {
      source.problem(
        'unsupported_attribute',
        'Expected zeebe:formDefinition to have a formId, but it has another reference',
      );
    }
    // All of them are read again: what one reading leaves out counts as not executed.
    const properties = (source.extension('properties')?.nested('properties') ?? []).map((one) => ({
      name: one.attribute('name'),
      value: one.attribute('value'),
    }));
    const about = properties.find(({ name }) => name === 'subject')?.value;
    return {
      subject: about ? source.expression(about, 'subject') : null,
      assignee: read(source, 'assignmentDefinition', 'assignee'),
      candidateGroups: read(source, 'assignmentDefinition', 'candidateGroups'),
      candidateUsers: read(source, 'assignmentDefinition', 'candidateUsers'),
      dueDate: read(source, 'taskSchedule', 'dueDate'),
      followUpDate: read(source, 'taskSchedule', 'followUpDate'),
      priority: read(source, 'priorityDefinition', 'priority') ?? { text: DEFAULT_PRIORITY },
      formId: form?.attribute('formId') ?? null,
    };
  },
  references: ({ data }) => (data.formId === null ? {} : { form: data.formId }),
  activate(context, instance, { id, name, data }) {
    const about = evaluateOptionalText(context, instance, data.subject, 'the subject');
    const { assignee, candidateGroups, candidateUsers, dueDate, followUpDate, priority, formId } = data;
    createUserTask(context, instance, {
      name: about === null ? (name ?? id) : `${name ?? id} · ${about}`,
      assignee: evaluateOptionalText(context, instance, assignee, 'the assignee'),
      candidateGroups: evaluateTexts(context, instance, candidateGroups, 'the candidate groups'),
      candidateUsers: evaluateTexts(context, instance, candidateUsers, 'the candidate users'),
      dueDate: evaluateTime(context, instance, dueDate, 'the due date'),
      followUpDate: evaluateTime(context, instance, followUpDate, 'the follow-up date'),
      formId,
      priority: evaluateInteger(context, instance, priority, 'the priority', PRIORITY),
    });
  },
};

function read(source: ElementSource, extension: string, attribute: string): Expression | null {
  const text = source.extension(extension)?.attribute(attribute);
  return text ? source.expression(text, attribute) : null;
}

/** A date or date-time as RFC 3339 UTC, so that lists sort by it. */
function evaluateTime(
  context: StepContext,
  instance: ElementInstance,
  expression: Expression | null,
  what: string,
): string | null {
  const text = evaluateOptionalText(context, instance, expression, what);
  if (text === null) return null;
  const instant = parseInstant(text, environmentOf(context).offsetMinutes);
  if (instant === null)
    throw new ModelFault('EXTRACT_VALUE_ERROR', `Expected ${what} to be a date and time, but it is '${text}'`);
  return new Date(instant).toISOString();
}
