import { Group, NumberInput, SegmentedControl, Switch } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Presence } from '../../../protocol/product';
import { api } from '../../ui/api';
import { presenceQuery, roomsQuery } from './queries';
import type { Shortcuts } from './shortcuts';

const STATES = ['available', 'paused', 'offline'] as const;
const RENEW_MS = 25_000;

/** Available, paused or offline, and how many conversations at once. Presence lapses without a sign of life. */
export function PresenceBar({ shortcuts }: { shortcuts: Shortcuts }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const presence = useQuery(presenceQuery);
  const rooms = useQuery(roomsQuery);
  const put = useMutation({
    mutationFn: ({ state, capacity, rooms: ids }: Omit<Presence, 'active'>) =>
      api<Presence>('/api/presence', { method: 'PUT', body: { state, capacity, rooms: ids } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['presence'] });
      await queries.invalidateQueries({ queryKey: ['conversations'] });
    },
    onError: async (error) => {
      notifications.show({ message: error.message, color: 'red' });
      await queries.invalidateQueries({ queryKey: ['rooms'] });
    },
  });
  const state = presence.data?.state ?? 'offline';
  const capacity = presence.data?.capacity || 3;
  const open = (rooms.data ?? []).filter(({ id, mayEnter }) => mayEnter !== false || presence.data?.rooms.includes(id));
  const save = (change: Partial<Presence>) =>
    put.mutate({ state, capacity, rooms: open.map((room) => room.id), ...change });
  useInterval(() => state !== 'offline' && save({}), RENEW_MS, { autoInvoke: true });
  return (
    <Group gap="sm">
      <SegmentedControl
        aria-label={t('chat.presence')}
        value={state}
        color={state === 'available' ? '#14532d' : state === 'paused' ? '#7a4100' : 'gray.8'}
        disabled={!rooms.data || presence.isPending}
        onChange={(next) => save({ state: next })}
        data={STATES.map((value) => ({ value, label: t(`chat.${value}`) }))}
      />
      <NumberInput
        aria-label={t('chat.capacity')}
        title={t('chat.capacity')}
        w={72}
        min={1}
        max={10}
        value={capacity}
        onChange={(next) => typeof next === 'number' && next !== capacity && save({ capacity: next })}
      />
      <Switch
        label={t('chat.shortcutsOn')}
        checked={shortcuts.on}
        onChange={(event) => shortcuts.setOn(event.currentTarget.checked)}
        visibleFrom="md"
      />
    </Group>
  );
}
