import { Alert, Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { FormData, FormSchema } from '../../../engine/forms';
import { api, ApiError } from '../../ui/api';
import { formatDateTime } from '../../ui/time';
import type { SearchPage, UserTask, Variable } from '../../ui/engine';
import { Icon } from '../app/Icon';
import { usePerson } from '../app/session';
import { EmptyState, ErrorState, LoadingRows } from '../app/states';
import { FormView } from '../forms/FormView';
import { useFormTools } from '../forms/useFormTools';
import { DueDate } from './WorkPage';

interface TaskDetails {
  task: UserTask;
  form: FormSchema | null;
  variables: FormData;
}

const taskQuery = (userTaskKey: string) => ({
  queryKey: ['task', userTaskKey],
  queryFn: async (): Promise<TaskDetails> => {
    const [task, form, variables] = await Promise.all([
      api<UserTask>(`/v2/user-tasks/${userTaskKey}`),
      api<{ schema: FormSchema | string } | undefined>(`/v2/user-tasks/${userTaskKey}/form`),
      api<SearchPage<Variable>>(`/v2/user-tasks/${userTaskKey}/variables/search`, { method: 'POST', body: {} }),
    ]);
    const schema = form?.schema ?? null;
    return {
      task,
      form: typeof schema === 'string' ? (JSON.parse(schema) as FormSchema) : schema,
      variables: Object.fromEntries(variables.items.map(({ name, value }) => [name, JSON.parse(value) as unknown])),
    };
  },
});

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
      <TaskForm details={details.data} onCompleted={onCompleted} />
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
  if (task.assignee !== null && !isMine) return null;
  return (
    <Button variant={isMine ? 'default' : 'filled'} loading={assign.isPending} onClick={() => assign.mutate(!isMine)}>
      {t(isMine ? 'work.release' : 'work.take')}
    </Button>
  );
}

function TaskForm({ details, onCompleted }: { details: TaskDetails; onCompleted: () => void }) {
  const { t } = useTranslation();
  const person = usePerson();
  const queries = useQueryClient();
  const { task, form, variables } = details;
  // One key for all tries of this form: a repeated request is the same completion.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const complete = useMutation({
    mutationFn: (data: FormData) =>
      api(`/v2/user-tasks/${task.userTaskKey}/completion`, {
        method: 'POST',
        body: { variables: data },
        idempotencyKey,
      }),
    onSuccess: async () => {
      notifications.show({ title: t('work.completed'), message: t('work.completedNext'), color: 'green' });
      onCompleted();
      await queries.invalidateQueries({ queryKey: ['tasks'] });
    },
  });
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
  if (task.assignee !== person.id) return <Alert color="gray">{t('work.takeFirst')}</Alert>;
  const problem = complete.error instanceof ApiError ? complete.error.problem : null;
  return (
    <>
      {complete.error && <ErrorState error={complete.error} />}
      {form ? (
        <LoadedForm
          schema={form}
          initial={variables}
          busy={complete.isPending}
          serverErrors={problem?.errors ?? []}
          onSubmit={(data) => complete.mutate(data)}
        />
      ) : (
        <Stack align="flex-start">
          <Text size="sm">{t('work.noForm')}</Text>
          <Button loading={complete.isPending} onClick={() => complete.mutate({})}>
            {t('work.complete')}
          </Button>
        </Stack>
      )}
    </>
  );
}

function LoadedForm(props: {
  schema: FormSchema;
  initial: FormData;
  busy: boolean;
  serverErrors: { path: string; message: string }[];
  onSubmit: (data: FormData) => void;
}) {
  const { t } = useTranslation();
  const { tools, error } = useFormTools(props.schema);
  if (error) return <ErrorState error={error} />;
  if (!tools) return <LoadingRows rows={3} />;
  return <FormView {...props} tools={tools} submitLabel={t('work.complete')} />;
}
