import { Badge, Group, SegmentedControl, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import type { UserTask } from '../../ui/engine';
import { usePerson } from '../app/session';
import { EmptyState, ErrorState, LoadingRows, PageHeader } from '../app/states';
import { tasksQuery, type TaskFilter } from './tasks';
import { DueDate } from './DueDate';
import { TaskPanel } from './TaskPanel';

const FILTERS: readonly TaskFilter[] = ['all', 'mine', 'group', 'late'];

/** My tasks and those of my groups, oldest due first, with the open one beside the list. */
export function WorkPage() {
  const { t } = useTranslation();
  const person = usePerson();
  const navigate = useNavigate();
  const { userTaskKey } = useParams();
  const [parameters, setParameters] = useSearchParams();
  const filter = FILTERS.find((one) => one === parameters.get('filtro')) ?? 'all';
  const tasks = useQuery(tasksQuery(person, filter));
  const search = parameters.size > 0 ? `?${parameters.toString()}` : '';
  const openNext = () => {
    const next = tasks.data?.find((task) => task.userTaskKey !== userTaskKey);
    void navigate(`/trabajo${next ? `/${next.userTaskKey}` : ''}${search}`);
  };
  return (
    <>
      <PageHeader
        title={t('work.title')}
        description={t('work.description')}
        actions={
          <SegmentedControl
            aria-label={t('work.list')}
            value={filter}
            onChange={(next) => setParameters(next === 'all' ? {} : { filtro: next })}
            data={FILTERS.map((value) => ({ value, label: t(`work.${value}`) }))}
          />
        }
      />
      <div className="split" data-open={userTaskKey !== undefined}>
        <section className="card" aria-label={t('work.list')}>
          {tasks.isPending && <LoadingRows height={64} />}
          {tasks.isError && <ErrorState error={tasks.error} retry={() => void tasks.refetch()} />}
          {tasks.data?.length === 0 && (
            <EmptyState icon="check" title={t('work.empty')}>
              {t('work.emptyHelp')}
            </EmptyState>
          )}
          <ul className="task-list">
            {tasks.data?.map((task) => (
              <li key={task.userTaskKey}>
                <TaskRow task={task} open={task.userTaskKey === userTaskKey} search={search} />
              </li>
            ))}
          </ul>
        </section>
        <section className="card">
          {userTaskKey ? (
            <TaskPanel key={userTaskKey} userTaskKey={userTaskKey} onCompleted={openNext} search={search} />
          ) : (
            <EmptyState icon="tasks" title={t('work.choose')} />
          )}
        </section>
      </div>
    </>
  );
}

function TaskRow({ task, open, search }: { task: UserTask; open: boolean; search: string }) {
  const { t } = useTranslation();
  const person = usePerson();
  const assignee =
    task.assignee === undefined ? t('work.free') : task.assignee === person.id ? t('work.you') : task.assignee;
  return (
    <Link to={`/trabajo/${task.userTaskKey}${search}`} className="task-row" aria-current={open}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text fw={600}>{task.name}</Text>
        {task.priority > 50 && (
          <Badge color="red" variant="light" c="red.9" tt="none" flex="none">
            {t('work.priority')}
          </Badge>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {task.processName} · {assignee}
      </Text>
      <DueDate task={task} />
    </Link>
  );
}
