import { Group, Stack, Table, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { Figure } from '../../../protocol/indicators';
import { amountOf, figuresQuery, targetOf } from '../../ui/figures';
import { EmptyState, ErrorState, LoadingRows, PageHeader } from '../app/states';

const GROUPS = ['volume', 'service', 'satisfaction', 'quality', 'classification', 'complaints'] as const;

/** Every indicator of a period with its target and trend; the period stands in the address. */
export function IndicatorsPage() {
  const { t } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const period = { from: parameters.get('desde'), to: parameters.get('hasta') };
  const view = useQuery(figuresQuery(period));
  const set = (name: string, value: string) =>
    setParameters((now) => {
      if (value === '') now.delete(name);
      else now.set(name, value);
      return now;
    });
  const figures = view.data?.figures ?? [];
  return (
    <>
      <PageHeader title={t('indicators.title')} description={t('indicators.description')} />
      <Group mb="md" align="flex-end">
        <TextInput
          type="date"
          label={t('indicators.from')}
          value={period.from ?? view.data?.period.from ?? ''}
          onChange={(event) => set('desde', event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('indicators.to')}
          value={period.to ?? view.data?.period.to ?? ''}
          onChange={(event) => set('hasta', event.currentTarget.value)}
        />
      </Group>
      {view.isPending && <LoadingRows />}
      {view.isError && <ErrorState error={view.error} retry={() => void view.refetch()} />}
      {view.data && figures.length === 0 && <EmptyState icon="dashboard" title={t('indicators.empty')} />}
      <Stack>
        {GROUPS.map((group) => {
          const own = figures.filter((one) => one.group === group);
          if (own.length === 0) return null;
          return <FigureTable key={group} title={t(`indicators.groups.${group}`)} figures={own} query={parameters} />;
        })}
      </Stack>
    </>
  );
}

function FigureTable({ title, figures, query }: { title: string; figures: Figure[]; query: URLSearchParams }) {
  const { t } = useTranslation();
  const heads = ['value', 'target', 'met', 'previous', 'trend', 'rows'] as const;
  return (
    <section className="card">
      <Title order={2} p="md">
        {title}
      </Title>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={title}>
        <Table verticalSpacing="xs" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('indicators.indicator')}</Table.Th>
              {heads.map((head) => (
                <Table.Th key={head} scope="col" ta="right">
                  {t(`indicators.${head}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {figures.map((figure) => (
              <Table.Tr key={figure.id}>
                <Table.Th scope="row">
                  <Link className="row-link" to={`/indicadores/${figure.id}?${query}`}>
                    {figure.label}
                  </Link>
                </Table.Th>
                <Table.Td ta="right">{amountOf(figure.value, figure.unit) ?? '—'}</Table.Td>
                <Table.Td ta="right">{targetOf(figure) ?? '—'}</Table.Td>
                <Table.Td ta="right" c={figure.isMet === false ? 'red.8' : undefined}>
                  {figure.isMet === null ? '—' : t(figure.isMet ? 'indicators.yes' : 'indicators.no')}
                </Table.Td>
                <Table.Td ta="right">{amountOf(figure.previous, figure.unit) ?? '—'}</Table.Td>
                <Table.Td ta="right">{figure.trend ? t(`indicators.${figure.trend}`) : '—'}</Table.Td>
                <Table.Td ta="right">{figure.rows}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}
