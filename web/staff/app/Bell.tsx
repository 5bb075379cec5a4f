import { ActionIcon, Button, Group, Indicator, Popover, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Notification, Page } from '../../../protocol/product';
import { api } from '../../ui/api';
import { formatRelative } from '../../ui/time';
import { Icon } from './Icon';
import { isSoundOn, setSound } from './sound';
import { EmptyState } from './states';

/** What came up for the person; the count stands in the window's title too. */
export function Bell() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [opened, setOpened] = useState(false);
  const [sound, setSoundState] = useState(isSoundOn);
  const { data } = useQuery({
    queryKey: ['notifications'],
    queryFn: () => api<Page<Notification>>('/api/notifications'),
  });
  const items = data?.items ?? [];
  const unread = items.filter((item) => !item.read).length;
  const read = useMutation({
    mutationFn: () => api('/api/notifications/read', { method: 'POST', body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['notifications'] }),
  });
  useTitleCount(unread);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={340} shadow="md" withRoles={false}>
      <Popover.Target>
        <Indicator label={unread} disabled={unread === 0} size={17} color="red.8" offset={4}>
          <ActionIcon
            variant="subtle"
            color="dark"
            size={38}
            onClick={() => setOpened(!opened)}
            aria-label={t('bell.count', { count: unread })}
            aria-expanded={opened}
          >
            <Icon name="bell" />
          </ActionIcon>
        </Indicator>
      </Popover.Target>
      <Popover.Dropdown>
        <Group justify="space-between" mb="xs">
          <Text fw={600}>{t('bell.title')}</Text>
          <Switch
            size="sm"
            label={t('bell.sound')}
            checked={sound}
            onChange={(event) => {
              setSound(event.currentTarget.checked);
              setSoundState(event.currentTarget.checked);
            }}
          />
        </Group>
        {items.length === 0 && <EmptyState icon="bell" title={t('bell.empty')} />}
        <Stack gap={4} mah={360} style={{ overflowY: 'auto' }}>
          {items.map((item) => (
            <Link
              key={item.id}
              to={item.link ?? '/'}
              className="task-row"
              onClick={() => setOpened(false)}
              aria-current={!item.read}
            >
              <Text size="sm" fw={item.read ? 400 : 600}>
                {item.text}
              </Text>
              <Text size="xs" c="dimmed">
                {formatRelative(item.at)}
              </Text>
            </Link>
          ))}
        </Stack>
        {unread > 0 && (
          <Button fullWidth mt="sm" size="xs" variant="default" loading={read.isPending} onClick={() => read.mutate()}>
            {t('bell.readAll')}
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

/** Screens set the title; the count goes before it and follows both. */
function useTitleCount(count: number): void {
  useEffect(() => {
    const show = () => {
      const plain = document.title.replace(/^\(\d+\) /, '');
      const wanted = count > 0 ? `(${count}) ${plain}` : plain;
      if (document.title !== wanted) document.title = wanted;
    };
    show();
    const observer = new MutationObserver(show);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [count]);
}
