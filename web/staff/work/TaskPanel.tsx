import { Alert, Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, ApiError } from '../../ui/api';
import { formatDateTime } from '../../ui/time';
import type { UserTask } from '../../ui/engine';
import { Icon } from '../app/Icon';
import { usePerson } from '../app/session';
import { EmptyState, ErrorState, LoadingRows } from '../app/states';
import { taskQuery, type TaskDetails } from '../forms/taskDetails';
import { TaskForm } from '../forms/TaskForm';
import { DueDate } from './DueDate';

/** One task: what it is, when it is due, and its form; completing it opens the next. */
export function TaskPanel({
  userTaskKey,
  onCompleted,
  search,
}: {
  userTaskKey: string;
  onCompleted: () => void;
  search: string;
}) {
  const { t } = useTranslation();
  const details = useQuery(taskQuery(userTaskKey));
  if (details.isPending) return <LoadingRows />;
  if (details.isError) {
    if (details.error instanceof ApiError && details.error.problem.status === 404)
      return <EmptyState icon="tasks" title={t('work.gone')} />;
    return <ErrorState error={details.error} retry={() => void details.refetch()} />;
  }
  const { task } = details.data;
  return (
    <Stack p="md">
      <Anchor component={Link} to={`/trabajo${search}`} hiddenFrom="md" size="sm">
        {t('work.back')}
      </Anchor>
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={2}>{task.name ?? task.elementId}</Title>
          <Text size="sm" c="dimmed">
            {task.processName ?? task.processDefinitionId} · {t('work.created')} {formatDateTime(task.creationDate)}
          </Text>
          <DueDate task={task} />
        </div>
        <Assignment task={task} />
      </Group>
      <Work details={details.data} onCompleted={onCompleted} />
    </Stack>
  );
}

function Assignment({ task }: { task: UserTask }) {
  const { t } = useTranslation();
  const person = usePerson();
  const queries = useQueryClient();
  const assign = useMutation({
    mutationFn: (take: boolean) =>
      take
        ? api(`/v2/user-tasks/${task.userTaskKey}/assignment`, {
            method: 'POST',
            body: { assignee: person.id, allowOverride: false },
          })
        : api(`/v2/user-tasks/${task.userTaskKey}/assignee`, { method: 'DELETE' }),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['task', task.userTaskKey] }),
        queries.invalidateQueries({ queryKey: ['tasks'] }),
      ]),
    onError: (error) => notifications.show({ message: error.message, color: 'red' }),
  });
  if (task.state !== 'CREATED' || task.elementId === 'answer-request') return null;
  const isMine = task.assignee === person.id;
  if (task.assignee !== undefined && !isMine) return null;
  return (
    <Button variant={isMine ? 'default' : 'filled'} loading={assign.isPending} onClick={() => assign.mutate(!isMine)}>
      {t(isMine ? 'work.release' : 'work.take')}
    </Button>
  );
}

function Work({ details, onCompleted }: { details: TaskDetails; onCompleted: () => void }) {
  const { t } = useTranslation();
  const person = usePerson();
  const queries = useQueryClient();
  const { task, variables } = details;
  if (task.elementId === 'answer-request' && typeof variables.conversationId === 'string')
    return (
      <Alert color="cauce" icon={<Icon name="chat" />}>
        <Text size="sm">{t('work.chatTask')}</Text>
        <Anchor component={Link} to={`/chat/${variables.conversationId}`}>
          {t('work.openChat')}
        </Anchor>
      </Alert>
    );
  if (task.state !== 'CREATED') return <Alert color="gray">{t('work.closed')}</Alert>;
  const isMine = task.assignee === person.id;
  const completed = async () => {
    notifications.show({ title: t('work.completed'), message: t('work.completedNext'), color: 'green' });
    onCompleted();
    await queries.invalidateQueries({ queryKey: ['tasks'] });
  };
  return (
    <>
      {!isMine && <Alert color="gray">{t('work.takeFirst')}</Alert>}
      {(isMine || details.form) && (
        <TaskForm
          key={String(isMine)}
          details={details}
          submitLabel={t('work.complete')}
          readOnly={!isMine}
          onCompleted={completed}
        />
      )}
    </>
  );
}
