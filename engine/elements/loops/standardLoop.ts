import { evaluateBoolean } from '../../execution/expressions';
import { complete, spawnInner } from '../../execution/lifecycle';
import { setLocal } from '../../execution/variables';
import type { StepContext } from '../../execution/context';
import type { FeelTree } from '../../feel/tree';
import type { LoopBehavior, LoopBody } from './behavior';

interface StandardLoop {
  /** Whether the condition is asked before the first instance too. */
  testBefore: boolean;
  /** Null without a bound. */
  maximum: number | null;
  /** Goes on while it holds; null: as often as the maximum says. */
  condition: FeelTree | null;
}

/** Repeats an activity one after another while a condition holds; `loopCounter` counts from 1. */
export const standardLoop: LoopBehavior<StandardLoop> = {
  bpmnType: 'StandardLoopCharacteristics',
  kind: 'standardLoop',
  clause: '10.3.8',
  compile(loop) {
    const maximum = loop.attribute('loopMaximum');
    const condition = loop.condition('loopCondition', 'loop condition');
    if (maximum !== undefined && !(typeof maximum === 'number' && Number.isInteger(maximum) && maximum > 0)) {
      loop.problem('loop_invalid', `Expected loopMaximum to be 1 or more, but it is ${String(maximum)}`);
    }
    if (maximum === undefined && condition === null) {
      loop.problem('loop_invalid', 'Expected a loop with a condition or a maximum, but it has neither');
    }
    return {
      testBefore: loop.attribute('testBefore') === true,
      maximum: typeof maximum === 'number' ? maximum : null,
      condition,
    };
  },
  begin(context, body, data) {
    if (data.testBefore && !goesOn(context, body, data)) return complete(context, body);
    another(context, body);
  },
  next(context, body, _inner, data) {
    const { loop } = body;
    const again = goesOn(context, body, data);
    return () => {
      loop.completed += 1;
      if (again) another(context, body);
      else complete(context, body);
    };
  },
};

function goesOn(context: StepContext, body: LoopBody, { maximum, condition }: StandardLoop): boolean {
  const { started } = body.loop;
  if (maximum !== null && started >= maximum) return false;
  return condition === null || evaluateBoolean(context, body, condition, { loopCounter: started });
}

function another(context: StepContext, body: LoopBody): void {
  body.loop.started += 1;
  const inner = spawnInner(context, body, body.loop.started);
  setLocal(context, inner, { loopCounter: body.loop.started });
}
