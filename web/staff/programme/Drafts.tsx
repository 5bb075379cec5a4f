import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { formatDay } from '../../ui/time';
import { taskQuery } from '../forms/taskDetails';
import { ErrorState } from '../app/states';
import { draftTasks } from './queries';
import { ProgrammeEditor } from './ProgrammeEditor';

/** The weeks whose programme is to be drafted; one of them, by its address, in the editor. */
export function Drafts() {
  const [search] = useSearchParams();
  const tasks = useQuery(draftTasks);
  const open = search.get('tarea');
  if (tasks.isError) return <ErrorState error={tasks.error} retry={() => void tasks.refetch()} />;
  return (tasks.data ?? []).map(({ userTaskKey }) => (
    <Draft key={userTaskKey} taskKey={userTaskKey} isOpen={open === userTaskKey} />
  ));
}

function Draft({ taskKey, isOpen }: { taskKey: string; isOpen: boolean }) {
  const { t } = useTranslation();
  const [, setSearch] = useSearchParams();
  const details = useQuery(taskQuery(taskKey));
  if (!details.data) return null;
  const { variables } = details.data;
  const week = typeof variables.week === 'string' ? variables.week : '';
  if (isOpen) return <ProgrammeEditor details={details.data} week={week} />;
  return (
    <Group className="card programme-draft" justify="space-between" mb="md" p="md">
      <Text size="sm">{t('programme.editHelp')}</Text>
      <Button size="xs" onClick={() => setSearch({ tarea: taskKey })}>
        {t('programme.edit', { week: formatDay(week) })}
      </Button>
    </Group>
  );
}
