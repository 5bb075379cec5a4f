import { evaluateTree } from '../../execution/expressions';
import { complete } from '../../execution/lifecycle';
import type { FeelTree } from '../../feel/tree';
import type { ElementBehavior } from '../behavior';

interface ScriptTask {
  script: FeelTree | null;
  resultVariable: string;
}

/** Evaluates FEEL at once; its value goes to the result variable. */
export const scriptTask: ElementBehavior<ScriptTask> = {
  elementType: 'SCRIPT_TASK',
  bpmnType: 'ScriptTask',
  clause: '10.3.3',
  isWaitState: false,
  acceptsBoundary: true,
  isScope: false,
  compile(source) {
    const script = source.extension('script');
    const expression = script?.attribute('expression') ?? '';
    const resultVariable = script?.attribute('resultVariable') ?? '';
    if (expression === '' || resultVariable === '') {
      source.problem(
        'script_missing',
        'Expected a zeebe:script with an expression and a result variable, but there is none',
      );
      return { script: null, resultVariable };
    }
    return { script: source.feel(expression, 'script'), resultVariable };
  },
  activate(context, instance, { data: { script, resultVariable } }) {
    if (!script) throw new Error(`Expected '${instance.elementId}' to have a script, but it has none`);
    complete(context, instance, { [resultVariable]: evaluateTree(context, instance, script) });
  },
};
