import { Button, Center, Group, Select, Switch, Table } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { formatDateTime } from '../../ui/time';
import type { ProcessInstance } from '../../ui/engine';
import { EmptyState, ErrorState, LoadingRows, PageHeader } from '../app/states';
import { definitionsQuery, searchInstances, type InstanceFilter } from './queries';
import { StateBadge } from './StateBadge';

/** Every instance, newest first; the filters stand in the address. */
export function InstancesPage() {
  const { t } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const filter: InstanceFilter = {
    ...(parameters.get('proceso') ? { process: parameters.get('proceso')! } : {}),
    ...(parameters.get('estado') ? { state: parameters.get('estado')! } : {}),
    incidents: parameters.has('incidentes'),
  };
  const definitions = useQuery(definitionsQuery);
  const instances = useInfiniteQuery({
    queryKey: ['instances', filter],
    queryFn: ({ pageParam }) => searchInstances(filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.page.endCursor ?? undefined,
    refetchInterval: 15_000,
  });
  const set = (name: string, value: string | null) =>
    setParameters((now) => {
      if (value === null) now.delete(name);
      else now.set(name, value);
      return now;
    });
  const rows = instances.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHeader title={t('instances.title')} description={t('instances.description')} />
      <Group mb="md" align="flex-end">
        <Select
          label={t('instances.process')}
          placeholder={t('instances.anyProcess')}
          data={(definitions.data ?? []).map((one) => ({
            value: one.processDefinitionId,
            label: one.name ?? one.processDefinitionId,
          }))}
          value={filter.process ?? null}
          onChange={(value) => set('proceso', value)}
          clearable
          clearButtonProps={{ 'aria-label': t('instances.anyProcess') }}
        />
        <Select
          label={t('instances.state')}
          placeholder={t('instances.anyState')}
          data={[
            { value: 'ACTIVE', label: t('instances.active') },
            { value: 'COMPLETED', label: t('instances.completed') },
            { value: 'TERMINATED', label: t('instances.canceled') },
          ]}
          value={filter.state ?? null}
          onChange={(value) => set('estado', value)}
          clearable
          clearButtonProps={{ 'aria-label': t('instances.anyState') }}
        />
        <Switch
          label={t('instances.onlyIncidents')}
          checked={filter.incidents ?? false}
          onChange={(event) => set('incidentes', event.currentTarget.checked ? '1' : null)}
          pb={8}
        />
      </Group>
      {instances.isPending && <LoadingRows />}
      {instances.isError && <ErrorState error={instances.error} retry={() => void instances.refetch()} />}
      {instances.data && rows.length === 0 && (
        <div className="card">
          <EmptyState icon="instances" title={t('instances.empty')}>
            {t('instances.emptyHelp')}
          </EmptyState>
        </div>
      )}
      {rows.length > 0 && <InstanceTable rows={rows} />}
      {instances.hasNextPage && (
        <Center mt="md">
          <Button
            variant="default"
            loading={instances.isFetchingNextPage}
            onClick={() => void instances.fetchNextPage()}
          >
            {t('instances.more')}
          </Button>
        </Center>
      )}
    </>
  );
}

export function InstanceTable({ rows }: { rows: ProcessInstance[] }) {
  const { t } = useTranslation();
  return (
    <div className="card table-scroll" tabIndex={0} role="region" aria-label={t('instances.title')}>
      <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('instances.process')}</Table.Th>
            <Table.Th scope="col">{t('instances.state')}</Table.Th>
            <Table.Th scope="col">{t('instances.start')}</Table.Th>
            <Table.Th scope="col">{t('instances.end')}</Table.Th>
            <Table.Th scope="col">{t('instances.key')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.processInstanceKey}>
              <Table.Th scope="row">
                <Link className="row-link" to={`/instancias/${row.processInstanceKey}`}>
                  {row.processDefinitionName ?? row.processDefinitionId}
                </Link>
              </Table.Th>
              <Table.Td>
                <StateBadge instance={row} />
              </Table.Td>
              <Table.Td>{formatDateTime(row.startDate)}</Table.Td>
              <Table.Td>{row.endDate ? formatDateTime(row.endDate) : '—'}</Table.Td>
              <Table.Td className="mono">{row.processInstanceKey}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
