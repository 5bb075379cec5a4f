import { Anchor, Button, Group, Modal, Stack, Table, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { ReleaseView } from '../../../protocol/engineViews';
import { api } from '../../ui/api';
import { formatDateTime, formatRelative } from '../../ui/time';
import { Icon } from '../app/Icon';
import { ErrorState } from '../app/states';

type Process = ReleaseView['processes'][number];

/** The processes of the release: version, when each runs next, and "Iniciar ahora". */
export function ProcessTable({
  processes,
  canStart,
  onOpen,
}: {
  processes: Process[];
  canStart: boolean;
  onOpen: (resourceName: string) => void;
}) {
  const { t } = useTranslation();
  const [starting, setStarting] = useState<Process | null>(null);
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t('definitions.processes')}>
      <Table verticalSpacing="sm" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('instances.process')}</Table.Th>
            <Table.Th scope="col">{t('definitions.nextRun')}</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {processes.map((process) => (
            <Table.Tr key={process.processDefinitionId}>
              <Table.Th scope="row">
                <Anchor component="button" onClick={() => onOpen(process.resourceName)} fw={600}>
                  {process.name}
                </Anchor>
                <Text size="xs" c="dimmed">
                  {process.processDefinitionId} · {t('definitions.version', { version: process.version })}
                </Text>
              </Table.Th>
              <Table.Td>
                {process.nextRunAt
                  ? `${formatDateTime(process.nextRunAt)} (${formatRelative(process.nextRunAt)})`
                  : t('definitions.noNextRun')}
              </Table.Td>
              <Table.Td>
                <Group gap="xs" justify="flex-end" wrap="nowrap">
                  <Button
                    component={Link}
                    to={`/instancias?proceso=${process.processDefinitionId}`}
                    size="compact-sm"
                    variant="default"
                  >
                    {t('nav.instances')}
                  </Button>
                  {canStart && (
                    <Button
                      size="compact-sm"
                      leftSection={<Icon name="play" size={14} />}
                      onClick={() => setStarting(process)}
                      aria-label={`${t('definitions.start')}: ${process.name}`}
                    >
                      {t('definitions.start')}
                    </Button>
                  )}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Modal
        opened={starting !== null}
        onClose={() => setStarting(null)}
        title={`${t('definitions.start')}: ${starting?.name ?? ''}`}
        closeButtonProps={{ 'aria-label': t('definitions.cancel') }}
      >
        {starting && <StartForm process={starting} />}
      </Modal>
    </div>
  );
}

function StartForm({ process }: { process: Process }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState('{}');
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const variables = parseObject(text);
  const start = useMutation({
    mutationFn: () =>
      api<{ processInstanceKey: string }>('/v2/process-instances', {
        method: 'POST',
        idempotencyKey,
        body: { processDefinitionId: process.processDefinitionId, variables },
      }),
    onSuccess: ({ processInstanceKey }) => {
      notifications.show({ message: t('definitions.started'), color: 'green' });
      void navigate(`/instancias/${processInstanceKey}`);
    },
  });
  return (
    <Stack>
      {start.error && <ErrorState error={start.error} />}
      <Textarea
        label={t('definitions.variables')}
        classNames={{ input: 'source' }}
        rows={6}
        spellCheck={false}
        value={text}
        error={variables ? undefined : t('definitions.variablesInvalid')}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button disabled={!variables} loading={start.isPending} onClick={() => start.mutate()}>
        {t('definitions.start')}
      </Button>
    </Stack>
  );
}

function parseObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
