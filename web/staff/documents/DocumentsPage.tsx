import { Badge, Button, Center, Group, Select, Table } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { DocumentSummary } from '../../../protocol/documents';
import { formatDateTime } from '../../ui/time';
import { EmptyState, ErrorState, LoadingRows, PageHeader } from '../app/states';
import { listDocuments, templatesQuery, type DocumentFilter } from './queries';

/** Every document that one may read, newest first; the filters stand in the address. */
export function DocumentsPage() {
  const { t } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const filter: DocumentFilter = { template: parameters.get('clase'), draft: parameters.get('borrador') };
  const templates = useQuery(templatesQuery);
  const documents = useInfiniteQuery({
    queryKey: ['documents', filter],
    queryFn: ({ pageParam }) => listDocuments(filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor,
  });
  const set = (name: string, value: string | null) =>
    setParameters((now) => {
      if (value === null) now.delete(name);
      else now.set(name, value);
      return now;
    });
  const rows = documents.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHeader title={t('documents.title')} description={t('documents.description')} />
      <Group mb="md" align="flex-end">
        <Select
          label={t('documents.kind')}
          placeholder={t('documents.anyKind')}
          data={(templates.data ?? []).map(({ id, label }) => ({ value: id, label }))}
          value={filter.template}
          onChange={(value) => set('clase', value)}
          clearable
          clearButtonProps={{ 'aria-label': t('documents.anyKind') }}
        />
        <Select
          label={t('documents.state')}
          placeholder={t('documents.anyState')}
          data={[
            { value: 'true', label: t('documents.draft') },
            { value: 'false', label: t('documents.final') },
          ]}
          value={filter.draft}
          onChange={(value) => set('borrador', value)}
          clearable
          clearButtonProps={{ 'aria-label': t('documents.anyState') }}
        />
      </Group>
      {documents.isPending && <LoadingRows />}
      {documents.isError && <ErrorState error={documents.error} retry={() => void documents.refetch()} />}
      {documents.data && rows.length === 0 && (
        <div className="card">
          <EmptyState icon="file" title={t('documents.empty')}>
            {t('documents.emptyHelp')}
          </EmptyState>
        </div>
      )}
      {rows.length > 0 && <DocumentTable rows={rows} />}
      {documents.hasNextPage && (
        <Center mt="md">
          <Button
            variant="default"
            loading={documents.isFetchingNextPage}
            onClick={() => void documents.fetchNextPage()}
          >
            {t('documents.more')}
          </Button>
        </Center>
      )}
    </>
  );
}

function DocumentTable({ rows }: { rows: DocumentSummary[] }) {
  const { t } = useTranslation();
  const heads = [
    t('documents.number'),
    t('documents.documentTitle'),
    t('documents.kind'),
    t('documents.round'),
    t('documents.state'),
    t('documents.createdAt'),
  ];
  return (
    <div className="card table-scroll" tabIndex={0} role="region" aria-label={t('documents.title')}>
      <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {heads.map((head) => (
              <Table.Th key={head} scope="col">
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.id}>
              <Table.Th scope="row">
                <Link className="row-link" to={`/documentos/${row.id}`}>
                  {row.number}
                </Link>
              </Table.Th>
              <Table.Td>{row.title}</Table.Td>
              <Table.Td>{row.kind}</Table.Td>
              <Table.Td>{row.round}</Table.Td>
              <Table.Td>
                <DraftBadge isDraft={row.isDraft} />
              </Table.Td>
              <Table.Td>{formatDateTime(row.createdAt)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

export function DraftBadge({ isDraft }: { isDraft: boolean }) {
  const { t } = useTranslation();
  return (
    <Badge variant="light" color={isDraft ? 'yellow' : 'green'} c={isDraft ? '#713f12' : '#14532d'} tt="none">
      {t(isDraft ? 'documents.draft' : 'documents.final')}
    </Badge>
  );
}
