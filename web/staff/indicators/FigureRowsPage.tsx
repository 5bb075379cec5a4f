import { Button, Group, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import type { FigureRows } from '../../../protocol/indicators';
import { api } from '../../ui/api';
import { periodQuery } from '../../ui/figures';
import { formatDateTime } from '../../ui/time';
import { EmptyState, ErrorState, LoadingRows, PageHeader } from '../app/states';

const PAGE = 100;

/** The very rows behind a figure, page by page, and as a file. */
export function FigureRowsPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const [parameters, setParameters] = useSearchParams();
  const after = Number(parameters.get('desdeFila') ?? 0);
  const query = periodQuery({ from: parameters.get('desde'), to: parameters.get('hasta') });
  const dataset = parameters.get('datos');
  if (dataset) query.set('dataset', dataset);
  const rows = useQuery({
    queryKey: ['indicator-rows', id, query.toString(), after],
    queryFn: () => api<FigureRows>(`/api/indicators/${id}/rows?${query}&after=${after}&limit=${PAGE}`),
  });
  const page = (to: number) =>
    setParameters((now) => {
      now.set('desdeFila', String(Math.max(0, to)));
      return now;
    });
  if (rows.isPending) return <LoadingRows />;
  if (rows.isError) return <ErrorState error={rows.error} retry={() => void rows.refetch()} />;
  const { label, total } = rows.data;
  return (
    <>
      <PageHeader
        title={t('indicators.rowsOf', { label })}
        description={t('indicators.count', { count: total })}
        actions={
          <Button component="a" href={`/api/indicators/${id}/rows.csv?${query}`} download variant="default">
            {t('indicators.export')}
          </Button>
        }
      />
      <Text mb="md">
        <Link className="row-link" to={`/indicadores?${parameters}`}>
          {t('indicators.back')}
        </Link>
      </Text>
      <div className="card">
        {total === 0 ? <EmptyState icon="dashboard" title={t('indicators.emptyRows')} /> : <Rows view={rows.data} />}
      </div>
      {total > PAGE && (
        <Group mt="md">
          <Button variant="default" disabled={after === 0} onClick={() => page(after - PAGE)}>
            {t('indicators.previousPage')}
          </Button>
          <Button variant="default" disabled={after + PAGE >= total} onClick={() => page(after + PAGE)}>
            {t('indicators.nextPage')}
          </Button>
        </Group>
      )}
    </>
  );
}

function Rows({ view }: { view: FigureRows }) {
  const { t } = useTranslation();
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={view.label}>
      <Table verticalSpacing="xs" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            {view.columns.map((column) => (
              <Table.Th key={column} scope="col">
                {column}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {view.items.map((row, index) => (
            <Table.Tr key={index}>
              {view.columns.map((column) => (
                <Table.Td key={column}>{shown(row[column], t)}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function shown(value: unknown, t: (key: string) => string): string {
  if (value === null || value === undefined) return '—';
  if (typeof value === 'boolean') return t(value ? 'indicators.yes' : 'indicators.no');
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT/.test(value) ? formatDateTime(value) : value;
  return JSON.stringify(value);
}
