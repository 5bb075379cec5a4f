import { evaluateFeel } from '../../../feel';
import { environmentOf, evaluate, sourceOf } from '../../../execution/expressions';
import { ModelFault } from '../../../execution/faults';
import { isCron, planTimer } from '../../../execution/timerValue';
import { createTimer } from '../../../execution/timers';
import type { Expression, TimerKind } from '../../../model/definition';
import type { NestedSource } from '../../../model/source';
import { CATCHING, type EventDefinitionBehavior, type EventPosition } from './behavior';

interface TimerEvent {
  timer: TimerKind;
  value: Expression;
  /** Of a cycle only the first time counts. */
  once?: true;
}

/** Where what happens ends the wait. */
const WAITS_ONCE: readonly EventPosition[] = ['catch', 'boundary', 'innerStart'];

const KINDS: readonly [string, TimerKind][] = [
  ['timeDate', 'date'],
  ['timeDuration', 'duration'],
  ['timeCycle', 'cycle'],
];

/** Bogotá; only to check literal texts at deployment, where no release gives an offset. */
const CHECK_OFFSET = -300;

export const timer: EventDefinitionBehavior<TimerEvent> = {
  bpmnType: 'TimerEventDefinition',
  kind: 'timer',
  clause: '10.5.5',
  positions: CATCHING,
  compile(definition, _event, position) {
    const given = KINDS.flatMap(([attribute, kind]) => {
      const text = definition.body(attribute);
      return text === null ? [] : [{ kind, text: text.trim() }];
    });
    const [only] = given;
    if (!only || given.length > 1) {
      definition.problem(
        'timer_invalid',
        `Expected one of timeDate, timeDuration and timeCycle, but there are ${given.length}`,
      );
      return { timer: 'duration', value: { text: 'PT0S' } };
    }
    const value = compileValue(definition, only.kind, only.text, position);
    const once = only.kind === 'cycle' && WAITS_ONCE.includes(position);
    return { timer: only.kind, value, ...(once && { once }) };
  },
  start: ({ timer: kind, value }) => ({ kind: 'timer', timer: { kind, value: 'text' in value ? value.text : '' } }),
  listen(context, listener, { timer: kind, value, once }) {
    const text = evaluate(context, listener.owner, value);
    const { offsetMinutes } = environmentOf(context);
    const plan = typeof text === 'string' ? planTimer(kind, text, context.now, offsetMinutes) : null;
    if (!plan) {
      throw new ModelFault(
        'EXTRACT_VALUE_ERROR',
        `Expected ${sourceOf(value)} to be a ${kind}, but it is ${JSON.stringify(text)}`,
      );
    }
    return () => createTimer(context, listener, once ? { dueAt: plan.dueAt } : plan);
  },
};

function compileValue(definition: NestedSource, kind: TimerKind, text: string, position: EventPosition): Expression {
  const value = definition.expression(text, 'timer');
  if (position === 'start') return constantOf(definition, kind, value);
  if ('text' in value) checkText(definition, kind, value.text, false);
  return value;
}

/** A process's own timer is known at deployment: FEEL is evaluated here, without variables. */
function constantOf(definition: NestedSource, kind: TimerKind, value: Expression): Expression {
  if ('text' in value) {
    checkText(definition, kind, value.text, true);
    return value;
  }
  const result = evaluateFeel(value.feel, {}, { now: 0, offsetMinutes: CHECK_OFFSET });
  const text = result.ok && typeof result.value === 'string' ? result.value : '';
  checkText(definition, kind, text, true);
  return { text };
}

function checkText(definition: NestedSource, kind: TimerKind, text: string, cronAllowed: boolean): void {
  if (cronAllowed && kind === 'cycle' && isCron(text)) return;
  if (planTimer(kind, text, 0, CHECK_OFFSET)) return;
  definition.problem('timer_invalid', `Expected a ${kind} in ISO 8601, but got '${text}'`);
}
