import { Anchor, Button, Center } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import type { RegisterView } from '../../../protocol/registerViews';
import { Icon } from '../app/Icon';
import { EmptyState, ErrorState, LoadingRows, PageHeader } from '../app/states';
import { EntryFilters } from './EntryFilters';
import { EntryTable } from './EntryTable';
import { exportAddress, readEntries, registerQuery, type EntryFilter } from './queries';
import './registers.css';

/** The entries of one register; the filters stand in the address. */
export function RegisterPage() {
  const { registerId = '' } = useParams();
  const register = useQuery(registerQuery(registerId));
  if (register.isPending) return <LoadingRows />;
  if (register.isError) return <ErrorState error={register.error} retry={() => void register.refetch()} />;
  return <Entries register={register.data} />;
}

const PREFIX = 'f.';

function filterOf(parameters: URLSearchParams): EntryFilter {
  const fields = [...parameters].filter(([name]) => name.startsWith(PREFIX));
  return {
    fields: Object.fromEntries(fields.map(([name, value]) => [name.slice(PREFIX.length), value])),
    order: parameters.get('orden') === 'vencimiento' ? 'due' : 'changed',
  };
}

function Entries({ register }: { register: RegisterView }) {
  const { t } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const filter = filterOf(parameters);
  const entries = useInfiniteQuery({
    queryKey: ['registers', register.id, 'entries', filter],
    queryFn: ({ pageParam }) => readEntries(register.id, filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor,
  });
  const set = (name: string, value: string | null) =>
    setParameters((now) => {
      if (value === null || value === '') now.delete(name);
      else now.set(name, value);
      return now;
    });
  const rows = entries.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <Anchor component={Link} to="/registros" size="sm">
        {t('registers.back')}
      </Anchor>
      <PageHeader
        title={register.label}
        {...(register.description ? { description: register.description } : {})}
        actions={
          <Button
            component="a"
            href={exportAddress(register.id, filter)}
            download
            variant="default"
            leftSection={<Icon name="file" size={16} />}
          >
            {t('registers.export')}
          </Button>
        }
      />
      <EntryFilters
        register={register}
        filter={filter}
        onField={(field, value) => set(PREFIX + field, value)}
        onOrder={(order) => set('orden', order === 'due' ? 'vencimiento' : null)}
      />
      {entries.isPending && <LoadingRows />}
      {entries.isError && <ErrorState error={entries.error} retry={() => void entries.refetch()} />}
      {entries.data && rows.length === 0 && (
        <div className="card">
          <EmptyState icon="registers" title={t('registers.empty')}>
            {t('registers.emptyHelp')}
          </EmptyState>
        </div>
      )}
      {rows.length > 0 && <EntryTable register={register} rows={rows} />}
      {entries.hasNextPage && (
        <Center mt="md">
          <Button variant="default" loading={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>
            {t('registers.more')}
          </Button>
        </Center>
      )}
    </>
  );
}
