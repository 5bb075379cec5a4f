import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { UserTask } from '../../ui/engine';
import { formatDateTime, formatRelative } from '../../ui/time';
import { isLate } from './tasks';

/** When a task is due, in words; since when it waits if it has no date. */
export function DueDate({ task }: { task: UserTask }) {
  const { t } = useTranslation();
  if (!task.dueDate)
    return (
      <Text size="sm" c="dimmed">
        {t('work.created')} {formatRelative(task.creationDate)}
      </Text>
    );
  return (
    <Text size="sm" className={isLate(task) ? 'late' : undefined} title={formatDateTime(task.dueDate)}>
      {t(isLate(task) ? 'work.lateBy' : 'work.dueIn', { when: formatRelative(task.dueDate) })}
    </Text>
  );
}
