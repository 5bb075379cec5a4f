import { useQueries, useQuery } from '@tanstack/react-query';
import {
  englishMessages,
  spanishMessages,
  usesFeel,
  walkSchema,
  type FormSchema,
  type FormTools,
} from '../../../engine/forms';
import { catalogueQuery } from '../app/catalogues';
import { textLanguage } from '../i18n';

const BOGOTA_OFFSET_MINUTES = -300;

/** What a form needs around it: its catalogues, and FEEL only when it uses it. Undefined while they load. */
export function useFormTools(schema: FormSchema): { tools: FormTools | undefined; error: unknown } {
  const ids = catalogueIds(schema);
  const catalogues = useQueries({ queries: ids.map(catalogueQuery) });
  const feel = useQuery({
    queryKey: ['feel'],
    queryFn: async () => {
      const { formFeel } = await import('../../../engine/forms/feel');
      return formFeel({ now: Date.now(), offsetMinutes: BOGOTA_OFFSET_MINUTES });
    },
    enabled: usesFeel(schema.components),
    staleTime: Infinity,
  });
  const error: unknown = feel.error ?? catalogues.find((one) => one.error)?.error;
  if (feel.isLoading || catalogues.some((one) => !one.data)) return { tools: undefined, error };
  const byId = new Map(ids.map((id, index) => [id, catalogues[index]?.data ?? []]));
  const messages = textLanguage() === 'en' ? englishMessages : spanishMessages;
  return { tools: { ...(feel.data ? { feel: feel.data } : {}), catalogue: (id) => byId.get(id), messages }, error };
}

function catalogueIds(schema: FormSchema): string[] {
  const ids = new Set<string>();
  walkSchema(schema, ({ properties }) => {
    if (typeof properties?.catalogue === 'string') ids.add(properties.catalogue);
  });
  return [...ids];
}
