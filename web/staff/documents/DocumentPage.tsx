import { Button, Group, Select, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import type { DocumentBlock, DocumentModel, DocumentView } from '../../../protocol/documents';
import { diffLines } from '../../ui/diff';
import { DiffText } from '../../ui/DiffText';
import { formatDateTime } from '../../ui/time';
import { Icon } from '../app/Icon';
import { mayReadInstances } from '../app/navigation';
import { usePerson } from '../app/session';
import { ErrorState, LoadingRows, PageHeader } from '../app/states';
import { Blocks } from './Blocks';
import { DraftBadge } from './DocumentsPage';
import { documentQuery } from './queries';

/** A document: what it says, its files and hashes, its rounds and what changed between them. */
export function DocumentPage() {
  const { t } = useTranslation();
  const { documentId = '' } = useParams();
  const [parameters, setParameters] = useSearchParams();
  const document = useQuery(documentQuery(documentId));
  const other = parameters.get('comparar');
  if (document.isPending) return <LoadingRows />;
  if (document.isError) return <ErrorState error={document.error} retry={() => void document.refetch()} />;
  const { data } = document;
  const others = data.rounds.filter(({ id }) => id !== data.id);
  return (
    <>
      <PageHeader
        title={data.title}
        description={`${data.kind} · ${data.number} · ${t('documents.round')} ${data.round}`}
      />
      <SimpleGrid cols={{ base: 1, md: 2 }} mb="md">
        <Files document={data} />
        <Facts document={data} />
      </SimpleGrid>
      {others.length > 0 && (
        <Select
          mb="md"
          maw={360}
          label={t('documents.compare')}
          placeholder={t('documents.noComparison')}
          data={others.map(({ id, round, createdAt }) => ({
            value: id,
            label: `${t('documents.round')} ${round} · ${formatDateTime(createdAt)}`,
          }))}
          value={other}
          onChange={(value) => setParameters(value === null ? {} : { comparar: value })}
          clearable
          clearButtonProps={{ 'aria-label': t('documents.noComparison') }}
        />
      )}
      {other && <Difference after={data} otherId={other} />}
      <section className="card">
        <Stack p="md">
          <Title order={2}>{t('documents.content')}</Title>
          <Blocks blocks={data.model.blocks} />
        </Stack>
      </section>
    </>
  );
}

function Files({ document }: { document: DocumentView }) {
  const { t } = useTranslation();
  return (
    <section className="card">
      <Stack p="md" gap="sm">
        <Title order={2}>{t('documents.files')}</Title>
        {document.files.map(({ format, name, sha256 }) => (
          <div key={format}>
            <Button
              component="a"
              href={`/api/documents/${document.id}/files/${format}`}
              download={name}
              variant="default"
              leftSection={<Icon name="file" size={16} />}
            >
              {t('documents.download', { format: t(`documents.formats.${format}`) })}
            </Button>
            <Text size="xs" c="dimmed" className="mono" mt={4} style={{ overflowWrap: 'anywhere' }}>
              {t('documents.fileHash')}: {sha256}
            </Text>
          </div>
        ))}
      </Stack>
    </section>
  );
}

function Facts({ document }: { document: DocumentView }) {
  const { t } = useTranslation();
  const { roles } = usePerson();
  return (
    <section className="card">
      <Stack p="md" gap="sm">
        <Title order={2}>{t('documents.rounds')}</Title>
        {document.rounds.map(({ id, round, isDraft, createdAt }) => (
          <Group key={id} gap="xs">
            {id === document.id ? (
              <Text fw={600} aria-current="page">
                {t('documents.round')} {round}
              </Text>
            ) : (
              <Link className="row-link" to={`/documentos/${id}`}>
                {t('documents.round')} {round}
              </Link>
            )}
            <DraftBadge isDraft={isDraft} />
            <Text size="sm">{formatDateTime(createdAt)}</Text>
          </Group>
        ))}
        <Text size="sm">
          {t('documents.instance')}:{' '}
          {mayReadInstances(roles) ? (
            <Link className="row-link" to={`/instancias/${document.processInstanceKey}`}>
              {document.processInstanceKey}
            </Link>
          ) : (
            document.processInstanceKey
          )}
        </Text>
        <Text size="xs" c="dimmed" className="mono" style={{ overflowWrap: 'anywhere' }}>
          {t('documents.hash')}: {document.sha256}
        </Text>
      </Stack>
    </section>
  );
}

/** What changed since another round, line by line. */
function Difference({ after, otherId }: { after: DocumentView; otherId: string }) {
  const { t } = useTranslation();
  const before = useQuery(documentQuery(otherId));
  if (before.isPending) return <LoadingRows rows={2} />;
  if (before.isError) return <ErrorState error={before.error} retry={() => void before.refetch()} />;
  const lines = diffLines(textOf(before.data.model), textOf(after.model));
  const title = t('documents.difference', { round: before.data.round });
  return (
    <section className="card">
      <Stack p="md">
        <Title order={2}>{title}</Title>
        {lines.length === 0 ? <Text>{t('documents.noDifference')}</Text> : <DiffText lines={lines} label={title} />}
      </Stack>
    </section>
  );
}

const textOf = ({ title, blocks }: DocumentModel): string => [title, ...blocks.flatMap(linesOf)].join('\n');

function linesOf(block: DocumentBlock): string[] {
  switch (block.type) {
    case 'heading':
    case 'paragraph':
      return [block.text];
    case 'keyValues':
      return block.rows.map(({ label, value }) => `${label}: ${value.text}`);
    case 'table':
      return [block.caption, ...block.rows.map((row) => row.map(({ text }) => text).join(' · '))];
    case 'signatures':
      return block.lines.map(({ label, person, at }) => [label, person, at].filter(Boolean).join(' · '));
    case 'attachments':
      return [block.caption, ...block.items.map(({ number, title }) => `${number} · ${title}`)];
  }
}
