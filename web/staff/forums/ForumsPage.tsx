import { Anchor, Badge, Table, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Forum } from '../../../protocol/forums';
import { formatDateTime, formatTime } from '../../ui/time';
import { EmptyState, ErrorState, LoadingRows, PageHeader } from '../app/states';
import { forumsQuery } from './queries';

/** Forums that come, are on, and were held. */
export function ForumsPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('forums.title')} description={t('forums.description')} />
      <Title order={2} mb="sm">
        {t('forums.coming')}
      </Title>
      <ForumList state="coming" />
      <Title order={2} mt="xl" mb="sm">
        {t('forums.archive')}
      </Title>
      <ForumList state="archive" />
    </>
  );
}

function ForumList({ state }: { state: 'coming' | 'archive' }) {
  const { t } = useTranslation();
  const forums = useQuery(forumsQuery(state));
  if (forums.isPending) return <LoadingRows rows={2} />;
  if (forums.isError) return <ErrorState error={forums.error} retry={() => void forums.refetch()} />;
  if (forums.data.length === 0) {
    const isComing = state === 'coming';
    return (
      <div className="card">
        <EmptyState icon="chat" title={t(isComing ? 'forums.none' : 'forums.noArchive')}>
          {isComing && t('forums.noneHelp')}
        </EmptyState>
      </div>
    );
  }
  return (
    <div
      className="card table-scroll"
      tabIndex={0}
      role="region"
      aria-label={t(state === 'coming' ? 'forums.coming' : 'forums.archive')}
    >
      <Table verticalSpacing="sm" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            {['topic', 'when', 'population', 'experts', 'stateLabel', 'published', 'answers'].map((column) => (
              <Table.Th key={column} scope="col">
                {t(`forums.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {forums.data.map((forum) => (
            <ForumRow key={forum.id} forum={forum} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function ForumRow({ forum }: { forum: Forum }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/foros/${encodeURIComponent(forum.id)}`}>
          {forum.topic}
        </Anchor>
      </Table.Td>
      <Table.Td>
        {formatDateTime(forum.startsAt)} – {formatTime(forum.endsAt)}
      </Table.Td>
      <Table.Td>{forum.population}</Table.Td>
      <Table.Td>{forum.experts.map(({ name }) => name).join(', ')}</Table.Td>
      <Table.Td>
        <ForumState state={forum.state} />
      </Table.Td>
      <Table.Td>{forum.figures?.published ?? '–'}</Table.Td>
      <Table.Td>{forum.figures?.answers ?? '–'}</Table.Td>
    </Table.Tr>
  );
}

export function ForumState({ state }: { state: Forum['state'] }) {
  const { t } = useTranslation();
  return (
    <Badge variant="light" color={state === 'live' ? 'green' : 'gray'} c="dark" tt="none">
      {t(`forums.state.${state}`)}
    </Badge>
  );
}
