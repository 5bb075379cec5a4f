import { Group, Text } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ForumItemView } from '../../../protocol/forums';
import { formatRelative, formatTime } from '../../ui/time';

/** What waits for the moderator or the expert: who wrote what, and until when. */
export function Waiting({ item }: { item: ForumItemView }) {
  const { t } = useTranslation();
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {item.author.name} · {t(`forums.kind.${item.kind}`)}
        </Text>
        <Due at={item.dueAt} />
      </Group>
      <Text className="forum-words">{item.text}</Text>
    </>
  );
}

/** The moderation clock: until when somebody is waited for, in words, and in colour once it is late. */
function Due({ at }: { at: string | undefined }) {
  const { t } = useTranslation();
  const [now, setNow] = useState(() => Date.now());
  useInterval(() => setNow(Date.now()), 10_000, { autoInvoke: true });
  if (!at) return null;
  const isLate = Date.parse(at) < now;
  return (
    <Text size="xs" className={isLate ? 'late' : undefined}>
      {t('forums.due')}: {formatTime(at)} ({isLate ? t('forums.late') : formatRelative(at, now)})
    </Text>
  );
}
