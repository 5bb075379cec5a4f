import { splitPersonal, type SplitData } from '../../domain/privacy/personal';
import {
  acceptSubmission,
  getAt,
  personalFields,
  setAt,
  walkFields,
  walkSchema,
  type CatalogueItem,
  type FormData,
  type FormSchema,
  type FormTools,
  type PersonalField,
} from '../../engine/forms';
import { formFeel } from '../../engine/forms/feel';
import type { ReleaseContent } from '../../engine/model';
import { ApiError } from '../../protocol/errors';
import type { Attachment } from '../../protocol/product';
import { documentReference, referencesIn, textReference } from '../../protocol/references';
import { roleOfPeople } from '../../protocol/release';
import type { Variables } from '../../protocol/json';
import type { Store } from '../../store/connect';
import { isOfInstance, referenceTo } from '../../store/product/attachments';
import type { UserTaskDoc } from '../../store/state/types';
import { authorize, dutiesDone, taskResource } from './access';
import { sendCommand } from './commands';
import type { Answer, Call, V2Parts } from './handler';
import type { ReleaseForms } from './releaseForms';

const BOGOTA_OFFSET_MINUTES = -300;

/**
 * Completes a task: the form of the instance's own release checks the data, personal values go to the document of the
 * request or person, and only what is left becomes variables.
 */
export async function completeUserTask(
  parts: V2Parts,
  forms: ReleaseForms,
  task: UserTaskDoc,
  { person, body, idempotencyKey }: Call<'completeUserTask'>,
): Promise<Answer> {
  const isOpen = task.state === 'CREATED';
  if (isOpen) authorizeCompletion(task, person, await dutiesDone(parts.store, task.rootKey));
  const submitted: Variables = body.variables ?? {};
  const schema = task.formId === null ? null : await forms.form(task.release, task.formId);
  if (!schema) refuseForeignReferences(submitted, await parts.store.state.visibleVariables(task.elementInstanceKey));
  const variables = schema
    ? await acceptForm(parts, { task, person, schema, content: await forms.content(task.release) }, submitted)
    : submitted;
  const command = { type: 'completeUserTask' as const, userTaskKey: task.key, variables };
  return sendCommand(parts, task.key, { person, idempotencyKey, body, command });
}

/** Not his to complete: who is told apart from nobody, since the first has to take it and the second cannot. */
export function authorizeCompletion(
  task: UserTaskDoc,
  person: Call<'completeUserTask'>['person'],
  history: Awaited<ReturnType<typeof dutiesDone>>,
): void {
  if (task.assignee === null) throw new ApiError('task_not_assigned');
  if (task.assignee !== person.id) throw new ApiError('task_assigned_to_other');
  authorize(person, 'task.complete', taskResource(task), history);
}

export interface FormOfTask {
  task: Pick<UserTaskDoc, 'key' | 'elementInstanceKey' | 'processInstanceKey' | 'state'>;
  person: { id: string };
  schema: FormSchema;
  content: ReleaseContent;
}

/**
 * What a form of a task accepts becomes variables; what is personal is kept where it belongs, and referred to.
 * @throws ApiError `invalid_form` with the faults by field
 */
export async function acceptForm(
  parts: Pick<V2Parts, 'store' | 'now'>,
  form: FormOfTask,
  submitted: Variables,
): Promise<Variables> {
  const { task, schema, content } = form;
  const existing = await parts.store.state.visibleVariables(task.elementInstanceKey);
  refuseForeignReferences(submitted, existing);
  const personal = personalFields(schema);
  const known = withoutPersonal(personal, existing);
  const tools = await toolsOf(parts, schema, content);
  const { data, errors } = acceptSubmission(schema, submitted, known, tools);
  if (errors.length > 0) {
    const told = errors.flatMap(({ path, messages }) =>
      messages.map((message) => ({ path: `variables.${path}`, message })),
    );
    throw new ApiError('invalid_form', { errors: told });
  }
  const accepted = await handInFiles(parts.store, form, data, tools);
  const { requestNumber, citizenId } = existing;
  const owners = { request: requestNumber, person: citizenId };
  const split = splitPersonal(personal, accepted as Variables, (owner, field) => {
    if (owner === 'instance') return textReference(task.processInstanceKey, textField(field, task.key));
    const id = owners[owner];
    if (typeof id !== 'string') {
      const detail = `Expected the instance to name its ${owner}, whose document keeps ${field}, but it does not`;
      throw new ApiError('invalid_state', { detail });
    }
    return documentReference(owner, id, field);
  });
  // A task that is closed already keeps what its own completion said.
  if (task.state === 'CREATED') await keepPersonal(parts, form, { owners, split });
  return split.variables;
}

/** A variable of that name holds a reference from an earlier task: not what somebody wrote here. */
function withoutPersonal(fields: PersonalField[], existing: Variables): FormData {
  const simple = fields.filter(({ path }) => !path.includes('*') && getAt(existing, path) !== undefined);
  return simple.reduce<FormData>((data, { path }) => setAt(data, path, null), existing);
}

/** A reference that somebody typed in would show him a text that isn't his to see. */
function refuseForeignReferences(submitted: Variables, existing: Variables): void {
  const known = new Set(referencesIn(existing));
  if (referencesIn(submitted).every((reference) => known.has(reference))) return;
  throw new ApiError('invalid_form', {
    errors: [{ path: 'variables', message: 'Un campo contiene una referencia que no pertenece a esta tarea.' }],
  });
}

/**
 * Hands in the files of a form: the data with each as the store has it, and nothing else that came with its id.
 * @throws ApiError `invalid_form` for a file of another instance, which isn't his to hand on, or one said to be another
 */
async function handInFiles(
  store: Store,
  { schema, task }: FormOfTask,
  data: FormData,
  tools: FormTools,
): Promise<FormData> {
  const pickers: { path: (string | number)[]; files: FileReference[] }[] = [];
  walkFields(schema, data, tools, ({ type }, path) => {
    const value = getAt(data, path);
    if (type === 'filepicker' && Array.isArray(value)) pickers.push({ path, files: value as FileReference[] });
  });
  let accepted = data;
  for (const { path, files } of pickers) {
    const stored = await Promise.all(files.map((file) => storedFile(store, task.processInstanceKey, file)));
    const own = stored.filter((file) => file !== null);
    if (own.length < stored.length) {
      const message = 'Un archivo no se encuentra entre los de este proceso. Quítelo y cárguelo de nuevo.';
      throw new ApiError('invalid_form', { errors: [{ path: `variables.${path.join('.')}`, message }] });
    }
    await store.attachments.handIn(own.map(({ id }) => id));
    accepted = setAt(accepted, path, own);
  }
  return accepted;
}

type FileReference = { id: string } & { [name in keyof Attachment]?: unknown };

/** Null where the instance has no such file, or what is said of it isn't so. */
async function storedFile(store: Store, processInstanceKey: string, given: FileReference): Promise<Attachment | null> {
  const record = await store.attachments.get(given.id);
  if (!record || !isOfInstance(record, processInstanceKey)) return null;
  const reference = referenceTo(record);
  const facts = Object.entries(reference) as [keyof Attachment, unknown][];
  return facts.every(([name, value]) => given[name] === undefined || given[name] === value) ? reference : null;
}

/** Rounds of a loop, and several people with the same form, have texts of their own. */
const textField = (field: string, userTaskKey: string): string => `${field}@${userTaskKey}`;

async function keepPersonal(
  { store, now }: Pick<V2Parts, 'store' | 'now'>,
  { task, person: author }: FormOfTask,
  { owners, split }: { owners: { request: unknown; person: unknown }; split: SplitData },
): Promise<void> {
  const { request, person, instance } = split;
  if (Object.keys(request).length > 0) await store.requests.savePersonal(owners.request as string, request);
  if (Object.keys(person).length > 0) await store.people.savePersonal(owners.person as string, person);
  if (Object.keys(instance).length === 0) return;
  const texts = Object.entries(instance).map(([field, value]) => [textField(field, task.key), value]);
  const at = new Date(now()).toISOString();
  await store.texts.save(task.processInstanceKey, Object.fromEntries(texts) as Record<string, string>, {
    by: author.id,
    at,
  });
}

/** Staff by catalogue id (`people:<role>`), for the choices of the form that are people. */
async function peopleOf({ store }: Pick<V2Parts, 'store'>, schema: FormSchema): Promise<Map<string, CatalogueItem[]>> {
  const catalogues = new Set<string>();
  walkSchema(schema, ({ properties }) => {
    if (typeof properties?.catalogue === 'string') catalogues.add(properties.catalogue);
  });
  const people = new Map<string, CatalogueItem[]>();
  for (const id of catalogues) {
    const role = roleOfPeople(id);
    if (role !== null)
      people.set(
        id,
        (await store.people.idsWithRole(role)).map((one) => ({ id: one, label: one })),
      );
  }
  return people;
}

async function toolsOf(
  parts: Pick<V2Parts, 'store' | 'now'>,
  schema: FormSchema,
  content: ReleaseContent,
): Promise<FormTools> {
  const people = await peopleOf(parts, schema);
  const now = parts.now();
  const local = new Date(now + BOGOTA_OFFSET_MINUTES * 60_000);
  return {
    feel: formFeel({ now, offsetMinutes: BOGOTA_OFFSET_MINUTES, calendar: content.calendar }),
    catalogue: (id) => people.get(id) ?? content.catalogues[id]?.items,
    today: local.toISOString().slice(0, 10),
  };
}
