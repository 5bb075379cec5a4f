import type * as answers from '../../protocol/v2/answers';

/** What `/v2` answers with, as far as the screens read it. What has no value is left out. */
export type {
  ElementInstance,
  Incident,
  ProcessDefinition,
  ProcessInstance,
  UserTask,
} from '../../protocol/v2/answers';
export type Variable = answers.VariableItem;

export interface SearchPage<T> {
  items: T[];
  page: { totalItems: number; endCursor?: string; startCursor?: string };
}
