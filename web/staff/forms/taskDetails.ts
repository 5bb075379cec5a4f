import { queryOptions } from '@tanstack/react-query';
import type { FormData, FormSchema } from '../../../engine/forms';
import type { JsonValue, Variables } from '../../../protocol/json';
import { referencesIn, withTexts } from '../../../protocol/references';
import type { TextsView } from '../../../protocol/registerViews';
import { api } from '../../ui/api';
import type { SearchPage, UserTask, Variable } from '../../ui/engine';

export interface TaskDetails {
  task: UserTask;
  form: FormSchema | null;
  /** What the form sees of the process, with texts in place of references to them. */
  variables: FormData;
}

/** A user task with its form, as the instance's release has it, and the variables that it sees. */
export const taskQuery = (userTaskKey: string) =>
  queryOptions({
    queryKey: ['task', userTaskKey],
    queryFn: async (): Promise<TaskDetails> => {
      const [task, form, variables] = await Promise.all([
        api<UserTask>(`/v2/user-tasks/${userTaskKey}`),
        api<{ schema: FormSchema | string } | undefined>(`/v2/user-tasks/${userTaskKey}/form`),
        api<SearchPage<Variable>>(`/v2/user-tasks/${userTaskKey}/variables/search`, { method: 'POST', body: {} }),
      ]);
      const schema = form?.schema ?? null;
      return {
        task,
        form: typeof schema === 'string' ? (JSON.parse(schema) as FormSchema) : schema,
        variables: await readTexts(
          userTaskKey,
          Object.fromEntries(variables.items.map(({ name, value }) => [name, JSON.parse(value) as JsonValue])),
        ),
      };
    },
  });

async function readTexts(userTaskKey: string, variables: Variables): Promise<Variables> {
  if (referencesIn(variables).length === 0) return variables;
  const { texts } = await api<TextsView>(`/api/user-tasks/${userTaskKey}/texts`);
  return withTexts(variables, new Map(Object.entries(texts))) as Variables;
}
