import { evaluateTree, describe } from '../../execution/expressions';
import { ModelFault } from '../../execution/faults';
import { compileJob, createJob, jobTypeOf, type JobData } from '../../execution/jobs';
import { complete } from '../../execution/lifecycle';
import type { FeelTree } from '../../feel/tree';
import type { ElementSource } from '../../model/source';
import type { JsonValue, Variables } from '../../../protocol/json';
import type { ElementBehavior } from '../behavior';

/** FEEL that is evaluated at once, or a job where the script is in another language. */
type ScriptTask =
  | {
      script: FeelTree | null;
      /** Null: the script gives a context, whose entries are the variables. */
      resultVariable: string | null;
    }
  | { job: JobData };

/** Job type of scripts that are not FEEL, with the headers `language` and `script`. */
const SCRIPT_JOB = 'script';

export const scriptTask: ElementBehavior<ScriptTask> = {
  elementType: 'SCRIPT_TASK',
  bpmnType: 'ScriptTask',
  clause: '10.3.3',
  isWaitState: true,
  acceptsBoundary: true,
  isScope: false,
  compile(source) {
    const text = source.attribute('script');
    const language = String(source.attribute('scriptFormat') ?? source.attribute('scriptLanguage') ?? '');
    if (source.extension('taskDefinition')) return { job: compileJob(source) };
    return source.extension('script') || typeof text !== 'string' || text.trim() === ''
      ? compileZeebe(source)
      : compileNative(source, text.trim(), language);
  },
  references: ({ data }) => ('job' in data ? jobTypeOf(data.job) : {}),
  activate(context, instance, { id, data }) {
    if ('job' in data) return createJob(context, instance, data.job);
    const { script, resultVariable } = data;
    if (!script) throw new Error(`Expected '${id}' to have a script, but it has none`);
    const value = evaluateTree(context, instance, script);
    complete(context, instance, resultVariable === null ? variablesOf(value, script) : { [resultVariable]: value });
  },
};

function compileZeebe(source: ElementSource): ScriptTask {
  const script = source.extension('script');
  const expression = script?.attribute('expression') ?? '';
  const resultVariable = script?.attribute('resultVariable') ?? '';
  if (expression !== '' && resultVariable !== '') return { script: source.feel(expression, 'script'), resultVariable };
  const message = 'Expected a zeebe:script with an expression and a result variable, or a script, but there is none';
  source.problem('script_missing', message);
  return { script: null, resultVariable };
}

function compileNative(source: ElementSource, text: string, language: string): ScriptTask {
  if (text.startsWith('=') || /feel/i.test(language))
    return { script: source.feel(text, 'script'), resultVariable: null };
  return { job: { jobType: { text: SCRIPT_JOB }, retries: { text: '3' }, headers: { language, script: text } } };
}

function variablesOf(value: JsonValue, { source }: FeelTree): Variables {
  if (value === null) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value;
  const message = `Expected '${source}' to be a context of variables, but it is ${describe(value)}`;
  throw new ModelFault('EXTRACT_VALUE_ERROR', message);
}
