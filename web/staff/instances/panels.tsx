import { Button, Stack, Table, Text, Timeline } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { HistoryEntry, Waiting } from '../../../protocol/engineViews';
import { formatDateTime, formatRelative } from '../../ui/time';
import type { ElementInstance, Variable } from '../../ui/engine';
import { EmptyState, ErrorState, LoadingRows } from '../app/states';
import { historyQuery, waitingQuery } from './queries';
import type { ElementSummary } from '../../ui/diagram/summary';

function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}

/** The diagram in words: what a reader without sight, or on a phone, uses instead of it. */
export function ElementTable({
  elements,
  selected,
  onSelect,
}: {
  elements: ElementSummary[];
  selected: string | null;
  onSelect: (id: string | null) => void;
}) {
  const { t } = useTranslation();
  return (
    <Scroll label={t('instances.elements')}>
      <Table horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('instances.element')}</Table.Th>
            {(['active', 'completed', 'canceled', 'incidents'] as const).map((column) => (
              <Table.Th key={column} scope="col" ta="right">
                {t(`instances.count.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {elements.map((element) => (
            <Table.Tr key={element.elementId} bg={element.elementId === selected ? 'cauce.0' : undefined}>
              <Table.Th scope="row">
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-pressed={element.elementId === selected}
                  onClick={() => onSelect(element.elementId === selected ? null : element.elementId)}
                >
                  {element.name}
                </Button>
              </Table.Th>
              <Table.Td ta="right">{element.active || ''}</Table.Td>
              <Table.Td ta="right">{element.completed || ''}</Table.Td>
              <Table.Td ta="right">{element.canceled || ''}</Table.Td>
              <Table.Td ta="right" className={element.incidents > 0 ? 'late' : undefined}>
                {element.incidents || ''}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scroll>
  );
}

export function VariableTable({ variables }: { variables: Variable[] }) {
  const { t } = useTranslation();
  if (variables.length === 0) return <EmptyState icon="file" title={t('instances.noVariables')} />;
  return (
    <Scroll label={t('instances.variables')}>
      <Table horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('instances.variable')}</Table.Th>
            <Table.Th scope="col">{t('instances.value')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {variables.map((variable) => (
            <Table.Tr key={variable.variableKey}>
              <Table.Th scope="row">{variable.name}</Table.Th>
              <Table.Td className="mono">{variable.value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scroll>
  );
}

const QUIET = new Set(['flow.taken', 'element.completed']);

/** What happened, newest last: the chained record in words. */
export function HistoryTable({
  processInstanceKey,
  elements,
}: {
  processInstanceKey: string;
  elements: ElementInstance[];
}) {
  const { t } = useTranslation();
  const history = useQuery(historyQuery(processInstanceKey));
  if (history.isPending) return <LoadingRows />;
  if (history.isError) return <ErrorState error={history.error} retry={() => void history.refetch()} />;
  const names = new Map(elements.map((element) => [element.elementId, element.elementName ?? element.elementId]));
  return (
    <Scroll label={t('instances.history')}>
      <Table horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('instances.when')}</Table.Th>
            <Table.Th scope="col">{t('instances.what')}</Table.Th>
            <Table.Th scope="col">{t('instances.who')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {history.data
            .filter((entry) => !QUIET.has(entry.event.type))
            .map((entry) => (
              <Table.Tr key={entry.seq}>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>{formatDateTime(entry.at)}</Table.Td>
                <Table.Td>
                  <EventText entry={entry} names={names} />
                </Table.Td>
                <Table.Td>{entry.actor.name ?? entry.actor.id}</Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
    </Scroll>
  );
}

function EventText({ entry, names }: { entry: HistoryEntry; names: Map<string, string> }) {
  const event: { type: string; [name: string]: unknown } = { ...entry.event };
  const { t } = useTranslation();
  const text = (name: string): string => (typeof event[name] === 'string' ? event[name] : '');
  const line = t(`event.${event.type}`, {
    ...event,
    element: names.get(text('elementId')) ?? (text('name') || text('elementId')),
    names: Object.keys(event.variables ?? {}).join(', '),
    conditions: conditionsOf(entry.event, t),
    dueAt: text('dueAt') && formatDateTime(text('dueAt')),
  });
  if (event.type !== 'call.started') return line;
  return (
    <>
      {line} <Link to={`/instancias/${text('calledInstanceKey')}`}>{text('calledInstanceKey')}</Link>
    </>
  );
}

/** What each token waits for, since and until when. */
export function WaitingList({
  processInstanceKey,
  elements,
}: {
  processInstanceKey: string;
  elements: ElementInstance[];
}) {
  const { t } = useTranslation();
  const waiting = useQuery(waitingQuery(processInstanceKey));
  if (waiting.isPending) return <LoadingRows rows={3} />;
  if (waiting.isError) return <ErrorState error={waiting.error} retry={() => void waiting.refetch()} />;
  if (waiting.data.length === 0) return <EmptyState icon="check" title={t('instances.noWaiting')} />;
  return (
    <Stack p="md">
      <Timeline bulletSize={20} lineWidth={2} color="cauce">
        {waiting.data.map((one) => (
          <Timeline.Item
            key={`${one.elementInstanceKey}-${one.waitsFor}-${one.detail ?? ''}`}
            title={
              elements.find((element) => element.elementInstanceKey === one.elementInstanceKey)?.elementName ??
              one.elementId
            }
          >
            <Text size="sm">
              {t(`instances.waitsFor.${one.waitsFor}`)}
              {one.detail ? `: ${one.detail}` : ''}
            </Text>
            <Givers one={one} elements={elements} />
            {one.since && (
              <Text size="xs" c="dimmed">
                {t('instances.since')} {formatDateTime(one.since)}
              </Text>
            )}
            {one.until && (
              <Text size="xs" c="dimmed">
                {t('instances.until')} {formatDateTime(one.until)} ({formatRelative(one.until)})
              </Text>
            )}
          </Timeline.Item>
        ))}
      </Timeline>
    </Stack>
  );
}

function conditionsOf(event: HistoryEntry['event'], t: (key: string) => string): string {
  if (event.type !== 'conditions.evaluated') return '';
  return event.conditions
    .map(({ condition, holds }) => `${condition} → ${t(holds ? 'instances.holds' : 'instances.doesNotHold')}`)
    .join('; ');
}

/** Who or what can give it, and for joins which ways are still missing. */
function Givers({ one, elements }: { one: Waiting; elements: ElementInstance[] }) {
  const { t } = useTranslation();
  const nameOf = (id: string) => elements.find(({ elementId }) => elementId === id)?.elementName ?? id;
  const givers = one.givers.map(({ kind, id, name, processId }) =>
    t(`instances.giver.${kind}`, { name: name ?? (kind === 'element' ? nameOf(id) : id), process: processId }),
  );
  return (
    <>
      {one.correlationKey !== undefined && <Text size="xs">{t('instances.withKey', { key: one.correlationKey })}</Text>}
      {givers.length > 0 && (
        <Text size="xs">
          {t('instances.from')} {givers.join(', ')}
        </Text>
      )}
      {one.missing?.map(({ flowId, from }) => (
        <Text size="xs" key={flowId}>
          {from.length > 0
            ? t('instances.mayCome', { flow: flowId, from: from.map(nameOf).join(', ') })
            : t('instances.cannotCome', { flow: flowId })}
        </Text>
      ))}
    </>
  );
}
