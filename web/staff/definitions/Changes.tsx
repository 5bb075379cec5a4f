import { Alert, Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ReleaseView } from '../../../protocol/engineViews';
import type { Problem } from '../../../protocol/problem';
import type { Resource } from '../../../protocol/release';
import { ErrorState, LoadingRows } from '../app/states';
import { diffLines } from '../../ui/diff';
import { DiffText } from '../../ui/DiffText';
import { checkRelease, deployRelease, releaseQuery, resourceQuery } from './queries';

interface Props {
  changes: ReadonlyMap<string, string>;
  release: ReleaseView;
  onDiscard: (name: string) => void;
  onDeployed: () => void;
}

/** What differs from the release in force, what is wrong with it, and the button that makes it the next release. */
export function Changes({ changes, release, onDiscard, onDeployed }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const resources: Resource[] = [...changes].map(([name, content]) => ({ name, content }));
  const check = useQuery({
    queryKey: ['release-check', release.hash, resources],
    queryFn: () => checkRelease(resources),
  });
  const deploy = useMutation({
    mutationFn: () => deployRelease(resources),
    onSuccess: async () => {
      onDeployed();
      await queries.invalidateQueries({ queryKey: ['process-definitions'] });
      await queries.refetchQueries(releaseQuery);
      notifications.show({
        message: t('definitions.deployed', { number: queries.getQueryData(releaseQuery.queryKey)?.number }),
        color: 'green',
      });
    },
  });
  const errors = check.data?.problems.filter((problem) => problem.severity === 'error') ?? [];
  const warnings = check.data?.problems.filter((problem) => problem.severity === 'warning') ?? [];
  return (
    <Stack p="md">
      {check.isPending && <LoadingRows rows={2} />}
      {check.isError && <ErrorState error={check.error} retry={() => void check.refetch()} />}
      {check.data && errors.length === 0 && <Alert color="green">{t('definitions.noProblems')}</Alert>}
      <ProblemTable title={t('definitions.problems')} problems={errors} />
      <ProblemTable title={t('definitions.warnings')} problems={warnings} />
      {deploy.error && <ErrorState error={deploy.error} />}
      <Group>
        <Button disabled={!check.data || errors.length > 0} loading={deploy.isPending} onClick={() => deploy.mutate()}>
          {t('definitions.deploy')}
        </Button>
      </Group>
      <Title order={2}>{t('definitions.difference')}</Title>
      {resources.map((resource) => (
        <Difference
          key={resource.name}
          resource={resource}
          hash={release.resources.find((one) => one.name === resource.name)?.hash}
          onDiscard={() => onDiscard(resource.name)}
        />
      ))}
    </Stack>
  );
}

function ProblemTable({ title, problems }: { title: string; problems: Problem[] }) {
  const { t } = useTranslation();
  if (problems.length === 0) return null;
  return (
    <section>
      <Title order={3}>
        {title} ({problems.length})
      </Title>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={title}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('definitions.resource')}</Table.Th>
              <Table.Th scope="col">{t('definitions.element')}</Table.Th>
              <Table.Th scope="col">{t('definitions.problem')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {problems.map((problem, index) => (
              <Table.Tr key={index}>
                <Table.Td>{problem.resource ?? '—'}</Table.Td>
                <Table.Td className="mono">{problem.elementId ?? '—'}</Table.Td>
                <Table.Td>{problem.message}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}

function Difference({
  resource,
  hash,
  onDiscard,
}: {
  resource: Resource;
  hash: string | undefined;
  onDiscard: () => void;
}) {
  const { t } = useTranslation();
  const before = useQuery({ ...resourceQuery(resource.name, hash ?? ''), enabled: hash !== undefined });
  const lines =
    hash === undefined
      ? diffLines('', resource.content)
      : before.data
        ? diffLines(before.data.content, resource.content)
        : [];
  return (
    <section className="card">
      <Group justify="space-between" p="sm">
        <Text fw={600}>
          {resource.name} {hash === undefined && `(${t('definitions.newFile')})`}
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          onClick={onDiscard}
          aria-label={`${t('definitions.discard')}: ${resource.name}`}
        >
          {t('definitions.discard')}
        </Button>
      </Group>
      {lines.length === 0 ? (
        <div>
          <Text size="sm" p="sm">
            {t('definitions.sameContent')}
          </Text>
        </div>
      ) : (
        <DiffText lines={lines} label={`${t('definitions.difference')}: ${resource.name}`} />
      )}
    </section>
  );
}
