import { Alert, Anchor, Breadcrumbs, Button, Group, Modal, Stack, Tabs, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { api, ApiError } from '../../ui/api';
import { formatDateTime } from '../../ui/time';
import type { Incident } from '../../ui/engine';
import { Icon } from '../app/Icon';
import { usePerson } from '../app/session';
import { EmptyState, ErrorState, LoadingRows, PageHeader } from '../app/states';
import { ChangeActions } from './ChangeActions';
import { ElementTable, HistoryTable, VariableTable, WaitingList } from './panels';
import { instanceQuery, xmlQuery, type InstanceDetails } from './queries';
import { StateBadge } from './StateBadge';
import { summarise } from '../../ui/diagram/summary';

const Diagram = lazy(async () => ({ default: (await import('../../ui/diagram/Diagram')).Diagram }));
const TABS = ['elements', 'history', 'variables', 'waiting'] as const;

/** One instance: its diagram with tokens and path, and beside it elements, history, variables and why it waits. */
export function InstancePage() {
  const { t } = useTranslation();
  const { processInstanceKey = '' } = useParams();
  const details = useQuery(instanceQuery(processInstanceKey));
  if (details.isPending) return <LoadingRows rows={8} />;
  if (details.isError) {
    if (details.error instanceof ApiError && details.error.problem.status === 404)
      return <EmptyState icon="instances" title={t('instances.notFound')} />;
    return <ErrorState error={details.error} retry={() => void details.refetch()} />;
  }
  return <Instance details={details.data} />;
}

function Instance({ details }: { details: InstanceDetails }) {
  const { t } = useTranslation();
  const { instance, incidents } = details;
  const [parameters, setParameters] = useSearchParams();
  const selected = parameters.get('elemento');
  const tab = TABS.find((one) => one === parameters.get('ver')) ?? 'elements';
  const xml = useQuery(xmlQuery(instance.processDefinitionKey));
  const elements = useMemo(() => summarise(details.elements, incidents), [details.elements, incidents]);
  const set = (name: string, value: string | null) =>
    setParameters(
      (now) => {
        if (value === null) now.delete(name);
        else now.set(name, value);
        return now;
      },
      { replace: true },
    );
  return (
    <>
      <Breadcrumbs mb="xs">
        <Anchor component={Link} to="/instancias" size="sm">
          {t('instances.title')}
        </Anchor>
        {instance.parentProcessInstanceKey && (
          <Anchor component={Link} to={`/instancias/${instance.parentProcessInstanceKey}`} size="sm">
            {t('instances.parent')} {instance.parentProcessInstanceKey}
          </Anchor>
        )}
      </Breadcrumbs>
      <PageHeader
        title={instance.processDefinitionName ?? instance.processDefinitionId}
        actions={<Actions details={details} />}
      />
      <Group mb="md" gap="lg">
        <StateBadge instance={instance} />
        <Text size="sm">
          {t('instances.start')}: {formatDateTime(instance.startDate)}
        </Text>
        {instance.endDate && (
          <Text size="sm">
            {t('instances.end')}: {formatDateTime(instance.endDate)}
          </Text>
        )}
        <Text size="sm">
          {t('instances.version')} {instance.processDefinitionVersion}
        </Text>
        <Text size="sm" className="mono">
          {instance.processInstanceKey}
        </Text>
      </Group>
      {incidents.map((incident) => (
        <IncidentAlert key={incident.incidentKey} incident={incident} />
      ))}
      <div className="card">
        {xml.isError && <ErrorState error={xml.error} retry={() => void xml.refetch()} />}
        {xml.data && (
          <Suspense fallback={<LoadingRows />}>
            <Diagram
              xml={xml.data}
              elements={elements}
              takenFlows={details.takenFlows}
              selected={selected}
              onSelect={(id) => set('elemento', id)}
            />
          </Suspense>
        )}
        <Tabs value={tab} onChange={(next) => set('ver', next)} keepMounted={false}>
          <Tabs.List>
            {TABS.map((one) => (
              <Tabs.Tab key={one} value={one}>
                {t(`instances.${one}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="elements">
            <ElementTable elements={elements} selected={selected} onSelect={(id) => set('elemento', id)} />
          </Tabs.Panel>
          <Tabs.Panel value="history">
            <HistoryTable processInstanceKey={instance.processInstanceKey} elements={details.elements} />
          </Tabs.Panel>
          <Tabs.Panel value="variables">
            <VariableTable variables={details.variables} />
          </Tabs.Panel>
          <Tabs.Panel value="waiting">
            <WaitingList processInstanceKey={instance.processInstanceKey} elements={details.elements} />
          </Tabs.Panel>
        </Tabs>
      </div>
    </>
  );
}

function useInstanceAction(path: string, body: object | undefined, done: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api(path, { method: 'POST', body: body ?? {} }),
    onSuccess: async () => {
      notifications.show({ message: done, color: 'green' });
      await queries.invalidateQueries({ queryKey: ['instance'] });
    },
    onError: (error) => notifications.show({ message: error.message, color: 'red' }),
  });
}

function Actions({ details }: { details: InstanceDetails }) {
  const { instance } = details;
  const { t } = useTranslation();
  const person = usePerson();
  const [opened, { open, close }] = useDisclosure(false);
  const cancel = useInstanceAction(
    `/v2/process-instances/${instance.processInstanceKey}/cancellation`,
    undefined,
    t('instances.cancelled'),
  );
  if (instance.state !== 'ACTIVE' || !person.roles.includes('owner')) return null;
  return (
    <>
      <ChangeActions details={details} />
      <Button color="red.9" variant="outline" onClick={open}>
        {t('instances.cancel')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('instances.cancelTitle')}
        closeButtonProps={{ 'aria-label': t('instances.keep') }}
      >
        <Stack>
          <Text size="sm">{t('instances.cancelText')}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('instances.keep')}
            </Button>
            <Button
              color="red.9"
              loading={cancel.isPending}
              onClick={() => cancel.mutate(undefined, { onSettled: close })}
            >
              {t('instances.cancelConfirm')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function IncidentAlert({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const person = usePerson();
  const retry = useInstanceAction(
    `/v2/incidents/${incident.incidentKey}/resolution`,
    undefined,
    t('instances.retried'),
  );
  return (
    <Alert color="red" mb="sm" icon={<Icon name="alert" />} title={`${t('instances.incident')}: ${incident.elementId}`}>
      <Group justify="space-between">
        <Text size="sm">
          {incident.errorMessage} · {formatDateTime(incident.creationTime)}
        </Text>
        {person.roles.includes('owner') && (
          <Button size="xs" color="red.9" loading={retry.isPending} onClick={() => retry.mutate()}>
            {t('instances.retry')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
