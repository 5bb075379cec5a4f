import { behaviorOf } from '../elements/registry';
import { personalFields, type FormSchema } from '../forms';
import type { Problem } from '../../protocol/problem';
import { roleOfPeople } from '../../protocol/release';
import type { ElementDefinition } from './definition';
import { checkIndicators } from './indicators';
import { checkRegisters } from './registers';
import type { CompileOptions, ReleaseContent } from './release';

type Report = (code: string, message: string) => void;

/** Checks across the files of a release: what elements call, decide, show and hand to workers must be there. */
export function checkReferences(content: ReleaseContent, { jobTypes }: CompileOptions): Problem[] {
  const problems: Problem[] = [];
  for (const process of Object.values(content.processes)) {
    for (const element of Object.values(process.elements)) {
      const resource = content.processResources[process.id] ?? '';
      const report: Report = (code, message) => {
        problems.push({ code, message, resource, elementId: element.id, severity: 'error' });
      };
      checkElement(element, content, jobTypes, report);
    }
  }
  return [
    ...problems,
    ...checkForms(content),
    ...checkProcedures(content),
    ...checkRegisters(content),
    ...checkIndicators(content),
  ];
}

function checkElement(
  element: ElementDefinition,
  content: ReleaseContent,
  jobTypes: ReadonlySet<string>,
  report: Report,
): void {
  const { process, decision, form, jobType } = behaviorOf(element.type).references?.(element) ?? {};
  const missing = (what: string, id: string) =>
    report(`${what}_not_found`, `Expected ${what.replace('_', ' ')} '${id}' in the release, but it is not there`);
  if (process !== undefined && process !== 'any' && !Object.hasOwn(content.processes, process))
    missing('called_element', process);
  if (decision !== undefined && decision !== 'any' && !Object.hasOwn(content.decisions, decision))
    missing('decision', decision);
  if (jobType !== undefined && !jobTypes.has(jobType)) {
    report('job_type_unknown', `Expected a job type that a worker carries out, but '${jobType}' is none`);
  }
  if (form === undefined) return;
  const schema = Object.hasOwn(content.forms, form) ? content.forms[form] : undefined;
  if (schema) checkPersonal(element, schema, report);
  else missing('form', form);
}

/** Personal data lies with its person or request; a mapping that reads such a field would make it a variable. */
function checkPersonal(element: ElementDefinition, schema: FormSchema, report: Report): void {
  for (const { path, owner } of personalFields(schema)) {
    // A text of the instance is a reference as soon as the form is handed in.
    if (owner === 'instance') continue;
    const reader = element.outputs.find(({ source }) => 'feel' in source && source.feel.names.includes(path[0] ?? ''));
    if (!reader) continue;
    report(
      'personal_data_in_variable',
      `Expected no personal data in variables, but '${path.join('.')}' is mapped to '${reader.target}'`,
    );
  }
}

function checkForms({ forms, catalogues }: ReleaseContent): Problem[] {
  const problems: Problem[] = [];
  const visit = (formId: string, components: FormSchema['components']): void => {
    for (const { id, properties, components: inner } of components) {
      const catalogue = properties?.['catalogue'];
      if (typeof catalogue === 'string' && !Object.hasOwn(catalogues, catalogue) && roleOfPeople(catalogue) === null) {
        const message = `Expected catalogue '${catalogue}' in the release, but form '${formId}' names one that is not there`;
        problems.push({ code: 'catalogue_not_found', message, elementId: id, severity: 'error' });
      }
      if (inner) visit(formId, inner);
    }
  };
  for (const form of Object.values(forms)) visit(form.id, form.components);
  return problems;
}

function checkProcedures({ procedures, processes }: ReleaseContent): Problem[] {
  return Object.values(procedures).flatMap((procedure) =>
    procedure.processes
      .filter(({ id }) => !Object.hasOwn(processes, id))
      .map(({ id }): Problem => {
        const message = `Expected process '${id}' in the release, but procedure '${procedure.id}' names one that is not there`;
        return { code: 'process_not_found', message, severity: 'error' };
      }),
  );
}
