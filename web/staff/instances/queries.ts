import { queryOptions } from '@tanstack/react-query';
import type { HistoryEntry, Waiting } from '../../../protocol/engineViews';
import type { Page } from '../../../protocol/product';
import { api } from '../../ui/api';
import type {
  ElementInstance,
  Incident,
  ProcessDefinition,
  ProcessInstance,
  SearchPage,
  Variable,
} from '../../ui/engine';

export interface InstanceFilter {
  process?: string;
  state?: string;
  incidents?: boolean;
}

const PAGE = 50;
const MANY = 1_000;
const LIVE_MS = 3_000;

const post = <T>(path: string, body: object): Promise<T> => api<T>(path, { method: 'POST', body });

/** Latest first; `after` is the cursor of the page before. */
export function searchInstances(filter: InstanceFilter, after?: string): Promise<SearchPage<ProcessInstance>> {
  return post('/v2/process-instances/search', {
    filter: {
      ...(filter.process ? { processDefinitionId: filter.process } : {}),
      ...(filter.state ? { state: filter.state } : {}),
      ...(filter.incidents ? { hasIncident: true } : {}),
    },
    sort: [{ field: 'startDate', order: 'DESC' }],
    page: { limit: PAGE, ...(after ? { after } : {}) },
  });
}

/** The newest version of every process. */
export const definitionsQuery = queryOptions({
  queryKey: ['process-definitions'],
  queryFn: async () => {
    const { items } = await post<SearchPage<ProcessDefinition>>('/v2/process-definitions/search', {
      page: { limit: MANY },
    });
    const latest = new Map<string, ProcessDefinition>();
    for (const item of items) {
      const known = latest.get(item.processDefinitionId);
      if (!known || item.version > known.version) latest.set(item.processDefinitionId, item);
    }
    return [...latest.values()].sort((one, other) => (one.name ?? '').localeCompare(other.name ?? '', 'es'));
  },
  staleTime: 60_000,
});

export interface InstanceDetails {
  instance: ProcessInstance;
  elements: ElementInstance[];
  takenFlows: string[];
  incidents: Incident[];
  variables: Variable[];
}

export const instanceQuery = (key: string) =>
  queryOptions({
    queryKey: ['instance', key],
    queryFn: async (): Promise<InstanceDetails> => {
      const inInstance = { filter: { processInstanceKey: key }, page: { limit: MANY } };
      const [instance, elements, flows, incidents, variables] = await Promise.all([
        api<ProcessInstance>(`/v2/process-instances/${key}`),
        post<SearchPage<ElementInstance>>('/v2/element-instances/search', inInstance),
        api<{ items: { elementId: string }[] }>(`/v2/process-instances/${key}/sequence-flows`),
        post<SearchPage<Incident>>('/v2/incidents/search', { filter: { processInstanceKey: key, state: 'ACTIVE' } }),
        post<SearchPage<Variable>>('/v2/variables/search', inInstance),
      ]);
      return {
        instance,
        elements: elements.items,
        takenFlows: flows.items.map((flow) => flow.elementId),
        incidents: incidents.items,
        variables: variables.items,
      };
    },
    refetchInterval: ({ state }) => (state.data?.instance.state === 'ACTIVE' ? LIVE_MS : false),
  });

export const xmlQuery = (processDefinitionKey: string) =>
  queryOptions({
    queryKey: ['process-xml', processDefinitionKey],
    queryFn: () => api<string>(`/v2/process-definitions/${processDefinitionKey}/xml`),
    staleTime: Infinity,
  });

/** All of the history, page by page. */
async function readHistory(key: string, after = '0'): Promise<HistoryEntry[]> {
  const page = await api<Page<HistoryEntry>>(`/api/instances/${key}/history?after=${after}`);
  return page.nextCursor ? [...page.items, ...(await readHistory(key, page.nextCursor))] : page.items;
}

export const historyQuery = (key: string) =>
  queryOptions({ queryKey: ['instance', key, 'history'], queryFn: () => readHistory(key) });

export const waitingQuery = (key: string) =>
  queryOptions({
    queryKey: ['instance', key, 'waiting'],
    queryFn: () => api<{ items: Waiting[] }>(`/api/instances/${key}/why-waiting`).then(({ items }) => items),
  });
