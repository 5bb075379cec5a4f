import { Alert, Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeReport } from '../../../protocol/changes';
import { api } from '../../ui/api';

interface Props {
  title: string;
  processInstanceKey: string;
  /** Last part of the path, for the report and for the change itself. */
  change: 'migration' | 'modification';
  /** Null while it is not said what is to be done. */
  body: object | null;
  onClose: () => void;
  children: ReactNode;
}

/** Changes an instance in two steps: what it would do, then, if all of it is possible, doing it. */
export function ChangeDialog({ title, processInstanceKey, change, body, onClose, children }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const report = useMutation({
    mutationFn: () =>
      api<ChangeReport>(`/api/instances/${processInstanceKey}/${change}-report`, { method: 'POST', body: body ?? {} }),
  });
  const carryOut = useMutation({
    mutationFn: () =>
      api(`/v2/process-instances/${processInstanceKey}/${change}`, { method: 'POST', body: body ?? {} }),
    onSuccess: async () => {
      notifications.show({ message: t('instances.changed'), color: 'green' });
      await queries.invalidateQueries({ queryKey: ['instance'] });
      onClose();
    },
  });
  const { reset } = report;
  const asked = JSON.stringify(body);
  // A report is about what was asked then.
  useEffect(() => reset(), [asked, reset]);
  const error = report.error ?? carryOut.error;
  return (
    <Modal.Root opened onClose={onClose} size="lg">
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body>
          <Stack>
            {/* Not in a Modal.Header, which would be a second banner of the page. */}
            <Group justify="space-between">
              <Modal.Title>{title}</Modal.Title>
              <Modal.CloseButton aria-label={t('instances.keep')} />
            </Group>
            {children}
            {error && <Alert color="red">{error.message}</Alert>}
            {report.data && <Report report={report.data} />}
            <Group justify="flex-end">
              <Button
                variant="default"
                disabled={body === null}
                loading={report.isPending}
                onClick={() => report.mutate()}
              >
                {t('instances.seeReport')}
              </Button>
              <Button
                disabled={!report.data?.isPossible}
                loading={carryOut.isPending}
                onClick={() => carryOut.mutate()}
              >
                {t('instances.confirmChange')}
              </Button>
            </Group>
          </Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Report({ report: { isPossible, rows } }: { report: ChangeReport }) {
  const { t } = useTranslation();
  return (
    <>
      <Text size="sm" fw={600} role="status">
        {t(isPossible ? 'instances.possible' : 'instances.impossible')}
      </Text>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('instances.element')}</Table.Th>
            <Table.Th>{t('instances.outcome')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ elementInstanceKey, elementId, targetElementId, outcome, reason }, index) => (
            <Table.Tr key={`${elementInstanceKey ?? ''} ${elementId} ${index}`}>
              <Table.Td className="mono">{elementId}</Table.Td>
              <Table.Td>
                {t(`instances.outcomes.${outcome}`)}
                {targetElementId !== null && targetElementId !== elementId && ` → ${targetElementId}`}
                {reason !== null && (
                  <Text size="xs" c="dimmed">
                    {reason}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}
