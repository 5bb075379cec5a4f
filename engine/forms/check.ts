import { componentTypes, typeOf } from './components';
import { feelSources } from './conditions';
import { strayTexts } from './language';
import { isSafeKey, parsePath } from './paths';
import type { Problem } from '../../protocol/problem';
import type { FormComponent, FormSchema } from './types';
import { walkSchema } from './walk';

/** What the check needs from outside. */
export interface FormCheckTools {
  /** Why a FEEL source (an expression) doesn't parse, or undefined when it does. */
  parseFeel(source: string): string | undefined;
  /** Is there a catalogue of this id? */
  hasCatalogue?(id: string): boolean;
}

const MAX_COMPONENTS = 500;

/** Everything that keeps a form from being deployed; empty = it may be. `form` is parsed JSON of any shape. */
export function checkForm(form: unknown, tools: FormCheckTools): Problem[] {
  const shape = shapeProblems(form);
  if (shape.length > 0) return shape;
  const schema = form as FormSchema;
  const problems: Problem[] = [];
  const report = (elementId: string, code: string, message: string): void => {
    problems.push({ elementId, code, message, severity: 'error' });
  };
  const ids = new Set<string>();
  const paths = new Set<string>();
  walkSchema(schema, (component, path) => {
    if (ids.has(component.id))
      report(component.id, 'form_duplicate_id', 'Expected ids to be unique, but this one occurs twice');
    ids.add(component.id);
    const joined = path.join('.');
    if (component.key && paths.has(joined)) {
      report(component.id, 'form_duplicate_key', `Expected keys to be unique, but "${joined}" occurs twice`);
    }
    if (component.key) paths.add(joined);
    checkComponent(component, tools, (code, message) => report(component.id, code, message));
  });
  return problems;
}

function shapeProblems(form: unknown): Problem[] {
  const problem = (elementId: string, message: string): Problem => ({
    elementId,
    code: 'form_shape',
    message,
    severity: 'error',
  });
  if (!isRecord(form)) return [problem('', 'Expected a form-js object, but got something else')];
  const id = typeof form.id === 'string' ? form.id : '';
  if (id === '') return [problem('', 'Expected the form to have an id, but it has none')];
  let count = 0;
  const bad: Problem[] = [];
  const inside = (components: unknown, where: string, depth: number): void => {
    if (!Array.isArray(components)) {
      bad.push(problem(where, 'Expected "components" to be a list, but it is not'));
      return;
    }
    for (const component of components as unknown[]) {
      count++;
      if (!isRecord(component) || typeof component.id !== 'string' || typeof component.type !== 'string') {
        bad.push(problem(where, 'Expected every component to have an id and a type, but one has not'));
      } else if (component.components !== undefined) {
        if (depth > 10) bad.push(problem(component.id, 'Expected at most 10 levels of components, but there are more'));
        else inside(component.components, component.id, depth + 1);
      }
    }
  };
  inside(form.components, id, 1);
  if (count > MAX_COMPONENTS)
    bad.push(problem(id, `Expected at most ${MAX_COMPONENTS} components, but there are ${count}`));
  return bad;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Report = (code: string, message: string) => void;

function checkComponent(component: FormComponent, tools: FormCheckTools, report: Report): void {
  const type = typeOf(component);
  if (!type) {
    const known = Object.keys(componentTypes).join(', ');
    report('form_unknown_type', `Expected a component type of ${known}, but got "${component.type}"`);
    return;
  }
  if (type.kind === 'field' && !component.key)
    report('form_key_missing', 'Expected a field to have a key, but it has none');
  if (type.kind === 'list' && !component.path)
    report('form_path_missing', 'Expected a list to have a path, but it has none');
  for (const key of [...parsePath(component.key), ...parsePath(component.path)]) {
    if (!isSafeKey(key)) report('form_key_refused', `Expected a plain data key, but got "${key}"`);
  }
  if (component.type === 'image' && !/^(\/(?!\/)|data:image\/|=)/.test(component.source ?? '')) {
    report('form_image_source', 'Expected an image of this site (starting with "/"), but it comes from elsewhere');
  }
  for (const name of strayTexts(component)) {
    report('form_stray_text', `Expected "${name}" to say a text of this component in English, but it has no such text`);
  }
  checkChoices(component, tools, report);
  checkRules(component, tools, report);
}

function checkChoices(component: FormComponent, tools: FormCheckTools, report: Report): void {
  if (!typeOf(component)?.choice) return;
  const catalogue = component.properties?.catalogue;
  if (typeof catalogue === 'string') {
    if (tools.hasCatalogue && !tools.hasCatalogue(catalogue)) {
      report('form_unknown_catalogue', `Expected catalogue "${catalogue}" to exist, but it doesn't`);
    }
    return;
  }
  if (component.valuesExpression || component.valuesKey) return;
  const values: unknown[] = (component.values ?? []).map((option) => option.value);
  if (values.length === 0) report('form_no_options', 'Expected options to choose from, but there are none');
  if (new Set(values).size !== values.length) {
    report('form_duplicate_option', 'Expected the values of the options to differ, but two are equal');
  }
}

function checkRules(component: FormComponent, tools: FormCheckTools, report: Report): void {
  for (const { attribute, source } of feelSources(component)) {
    if (/^[#/]/.test(source)) {
      report('form_template_block', `Expected only values in {{ }}, but ${attribute} has the block "${source}"`);
      continue;
    }
    const reason = tools.parseFeel(source);
    if (reason !== undefined) report('form_feel', `Expected FEEL in ${attribute}, but "${source}" is not: ${reason}`);
  }
  const pattern = component.validate?.pattern;
  if (pattern && !pattern.startsWith('=') && !isPattern(pattern)) {
    report('form_pattern', `Expected validate.pattern to be a regular expression, but "${pattern}" is not`);
  }
}

function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}
