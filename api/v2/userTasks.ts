import type { FormSchema } from '../../engine/forms';
import { ApiError } from '../../protocol/errors';
import type { UserTaskChanges } from '../../protocol/events';
import type { UserTask } from '../../protocol/v2/answers';
import { DEFAULT_TENANT } from '../../protocol/v2/bodies';
import type { V2Result } from '../../protocol/v2/routes';
import type { Person } from '../../protocol/product';
import type { Release } from '../../store/engine/releases';
import type { Store } from '../../store/connect';
import type { Where } from '../../store/search';
import type { UserTaskDoc, VariableDoc } from '../../store/state/types';
import { authorize, taskResource, visibleTasks } from './access';
import { found, keyParam, sendCommand } from './commands';
import { completeUserTask } from './completion';
import type { DefinitionNames } from './definitionNames';
import { answerSearch, namesOtherTenant, whereOf } from './filters';
import type { Call, Handlers, V2Parts } from './handler';
import { releaseForms } from './releaseForms';
import { scopesWithVariables } from './variableFilters';
import { userTaskFields, userTaskView, variableFields, variableItem } from './views';

type Operations =
  | 'searchUserTasks'
  | 'getUserTask'
  | 'getUserTaskForm'
  | 'searchUserTaskVariables'
  | 'assignUserTask'
  | 'unassignUserTask'
  | 'completeUserTask'
  | 'updateUserTask';

export function userTaskHandlers(parts: V2Parts, names: DefinitionNames): Handlers<Operations> {
  const { store } = parts;
  const forms = releaseForms(store);

  async function task(person: Person, params: Record<string, string>): Promise<UserTaskDoc> {
    const one = found(await store.state.get('userTasks', keyParam(params, 'userTaskKey')));
    authorize(person, 'task.read', taskResource(one));
    return one;
  }

  async function views(tasks: UserTaskDoc[]): Promise<UserTask[]> {
    const named = await names.byKeys(tasks.map(({ processDefinitionKey }) => processDefinitionKey));
    const releases = await forms.releases(tasks.map(({ release }) => release));
    return tasks.map((one) => userTaskView(one, named, formKeyOf(releases.get(one.release), one.formId)));
  }

  return {
    searchUserTasks: async ({ person, body }) =>
      answerSearch(
        body,
        namesOtherTenant(body.filter) ? null : await taskWhere(store, person, body.filter),
        userTaskFields,
        (query) => store.state.search('userTasks', query),
        views,
      ),
    getUserTask: async ({ person, params }) => ({ body: (await views([await task(person, params)]))[0] }),
    getUserTaskForm: async ({ person, params }) => {
      const { release, formId } = await task(person, params);
      if (formId === null) return {};
      const schema = await forms.form(release, formId);
      if (!schema) throw new ApiError('not_found');
      return { body: formView(schema, (await forms.releases([release])).get(release)) };
    },
    searchUserTaskVariables: async ({ person, params, body }) => {
      const { elementInstanceKey } = await task(person, params);
      const keys = await visibleVariableKeys(store, elementInstanceKey);
      const where: Where<VariableDoc> = { ...whereOf(body.filter, variableFields), key: { in: keys } };
      return answerSearch(
        body,
        where,
        variableFields,
        (query) => store.state.search('variables', query),
        (items) => items.map(variableItem),
      );
    },
    assignUserTask: async ({ person, params, body, idempotencyKey }) => {
      const one = await task(person, params);
      await refuseChatTask(store, one);
      const action = body.assignee === person.id ? 'task.take' : 'task.assign';
      if (action === 'task.take' && one.assignee !== null && one.assignee !== person.id) {
        authorize(person, 'task.assign', taskResource(one));
      } else authorize(person, action, taskResource(one));
      return assign(parts, one.key, { person, idempotencyKey, body });
    },
    unassignUserTask: async ({ person, params, idempotencyKey }) => {
      const one = await task(person, params);
      await refuseChatTask(store, one);
      authorize(person, one.assignee === person.id ? 'task.take' : 'task.assign', taskResource(one));
      const command = { type: 'unassignUserTask' as const, userTaskKey: one.key };
      return sendCommand(parts, one.key, { person, idempotencyKey, body: null, command });
    },
    updateUserTask: async ({ person, params, body, idempotencyKey }) => {
      const one = await task(person, params);
      authorize(person, 'task.update', taskResource(one));
      const changes = changesOf(body.changeset ?? {});
      const command = { type: 'updateUserTask' as const, userTaskKey: one.key, changes };
      return sendCommand(parts, one.key, { person, idempotencyKey, body, command });
    },
    completeUserTask: async (call) => completeUserTask(parts, forms, await task(call.person, call.params), call),
  };
}

async function assign(
  parts: V2Parts,
  userTaskKey: string,
  { person, idempotencyKey, body }: Pick<Call<'assignUserTask'>, 'person' | 'idempotencyKey' | 'body'>,
) {
  const { assignee } = body;
  if (!(await parts.store.people.get(assignee))) {
    const errors = [{ path: 'assignee', message: 'No hay una persona con ese identificador.' }];
    throw new ApiError('invalid_request', { errors });
  }
  const command = { type: 'assignUserTask' as const, userTaskKey, assignee, allowOverride: body.allowOverride ?? true };
  return sendCommand(parts, userTaskKey, { person, idempotencyKey, body, command });
}

const DEFAULT_PRIORITY = 50;

/** What is left out stays; null and what is empty take back what was set. */
function changesOf(changeset: NonNullable<Call<'updateUserTask'>['body']['changeset']>): UserTaskChanges {
  const { dueDate, followUpDate, candidateUsers, candidateGroups, priority } = changeset;
  const date = (value: string | null): string | null => (value ? new Date(value).toISOString() : null);
  return {
    ...(dueDate === undefined ? {} : { dueDate: date(dueDate) }),
    ...(followUpDate === undefined ? {} : { followUpDate: date(followUpDate) }),
    ...(candidateUsers === undefined ? {} : { candidateUsers: candidateUsers ?? [] }),
    ...(candidateGroups === undefined ? {} : { candidateGroups: candidateGroups ?? [] }),
    ...(priority === undefined ? {} : { priority: priority ?? DEFAULT_PRIORITY }),
  };
}

/** The chat owns the assignment of the tasks of its conversations. */
async function refuseChatTask(store: Store, { elementId, elementInstanceKey }: UserTaskDoc): Promise<void> {
  if (elementId !== CHAT_TASK) return;
  const { conversationId } = await store.state.visibleVariables(elementInstanceKey);
  if (typeof conversationId === 'string') throw new ApiError('chat_owns_assignment');
}

const CHAT_TASK = 'answer-request';

async function taskWhere(
  store: Store,
  person: Person,
  filter: Call<'searchUserTasks'>['body']['filter'],
): Promise<Where<UserTaskDoc>> {
  const where = whereOf(filter, userTaskFields);
  const visible = visibleTasks(person);
  if (visible) where.anyOf = visible;
  const { localVariables = [], processInstanceVariables = [] } = filter ?? {};
  if (localVariables.length > 0) {
    const scopes = await scopesWithVariables(store, localVariables);
    where.elementInstanceKey = { ...where.elementInstanceKey, in: scopes };
  }
  if (processInstanceVariables.length > 0) {
    const scopes = await scopesWithVariables(store, processInstanceVariables);
    where.processInstanceKey = { ...where.processInstanceKey, in: scopes };
  }
  return where;
}

/** Keys of the variables that an element sees: the innermost scope wins. */
async function visibleVariableKeys(store: Store, elementInstanceKey: string): Promise<string[]> {
  const scopes = await store.state.scopes(elementInstanceKey);
  const rows = await store.state.list('variables', { scopeKey: { in: scopes } });
  const seen = new Map<string, VariableDoc>();
  for (const row of rows) {
    const known = seen.get(row.name);
    if (!known || scopes.indexOf(row.scopeKey) < scopes.indexOf(known.scopeKey)) seen.set(row.name, row);
  }
  return [...seen.values()].map(({ key }) => key);
}

function formKeyOf(release: Release | undefined, formId: string | null): string | undefined {
  return release?.definitions.find(({ kind, id }) => kind === 'form' && id === formId)?.key;
}

function formView(schema: FormSchema, release: Release | undefined): V2Result<'getUserTaskForm'> {
  const definition = release?.definitions.find(({ kind, id }) => kind === 'form' && id === schema.id);
  return {
    formId: schema.id,
    formKey: definition?.key ?? '',
    version: definition?.version ?? 0,
    schema,
    tenantId: DEFAULT_TENANT,
  };
}
