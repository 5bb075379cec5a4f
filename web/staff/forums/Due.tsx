import { Text } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatRelative, formatTime } from '../../ui/time';

/** The moderation clock: until when somebody is waited for, in words, and in colour once it is late. */
export function Due({ at }: { at: string | undefined }) {
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
