import type { Where } from '../../store/search';
import type { ElementDoc } from '../../store/state/types';
import type { Definition } from '../../store/engine/releases';
import { ApiError } from '../../protocol/errors';
import { authorize } from './access';
import { found, keyParam } from './commands';
import { answerSearch, namesOtherTenant, whereOf } from './filters';
import type { Handlers, V2Parts } from './handler';
import { definitionFields, definitionView, elementFields } from './views';

type Operations =
  | 'searchProcessDefinitions'
  | 'getProcessDefinition'
  | 'getProcessDefinitionXml'
  | 'getStartProcessForm'
  | 'getProcessDefinitionStatistics';

export function definitionHandlers({ store }: V2Parts): Handlers<Operations> {
  const { releases } = store;

  async function definition(params: Record<string, string>): Promise<Definition> {
    const one = found(await releases.definition(keyParam(params, 'processDefinitionKey')));
    if (one.kind !== 'process') throw new ApiError('not_found');
    return one;
  }

  async function latestKeys(): Promise<string[]> {
    const latest = new Map<string, Definition>();
    for (const one of await releases.definitions('process')) {
      const known = latest.get(one.id);
      if (!known || known.version < one.version) latest.set(one.id, one);
    }
    return [...latest.values()].map(({ key }) => key);
  }

  return {
    searchProcessDefinitions: async ({ person, body }) => {
      authorize(person, 'definition.read');
      const where: Where<Definition> = whereOf(body.filter, definitionFields);
      if (body.filter?.isLatestVersion) where.key = { ...where.key, in: await latestKeys() };
      return answerSearch(
        body,
        namesOtherTenant(body.filter) ? null : where,
        definitionFields,
        (query) => releases.search('process', query),
        (items) => items.map(definitionView),
      );
    },
    getProcessDefinition: async ({ person, params }) => {
      authorize(person, 'definition.read');
      return { body: definitionView(await definition(params)) };
    },
    getProcessDefinitionXml: async ({ person, params }) => {
      authorize(person, 'definition.read');
      const content = found(await releases.resource((await definition(params)).resourceHash));
      return { text: { content, type: 'text/xml; charset=utf-8' } };
    },
    getProcessDefinitionStatistics: async ({ person, params, body }) => {
      authorize(person, 'instance.read');
      const { key } = await definition(params);
      const where: Where<ElementDoc> = { ...whereOf(body.filter, elementFields), processDefinitionKey: { eq: key } };
      return { body: { items: await store.state.elementCounts(where) } };
    },
    getStartProcessForm: async ({ person, params }) => {
      authorize(person, 'definition.read');
      await definition(params);
      return {};
    },
  };
}
