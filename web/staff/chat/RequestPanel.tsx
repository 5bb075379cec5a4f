import { Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Conversation, Page } from '../../../protocol/product';
import { api } from '../../ui/api';
import { formatDate } from '../../ui/time';
import { catalogueQuery, labelIn } from '../app/catalogues';
import { ErrorState, LoadingRows } from '../app/states';
import { taskQuery } from '../forms/taskDetails';
import { TaskForm } from '../forms/TaskForm';
import { conversationQuery } from './queries';
import { FINISH_BOX } from './shortcuts';

/** What the citizen asks, its classification, how the attention ends, and the citizen's earlier requests. */
export function RequestPanel({ conversationId, onFinished }: { conversationId: string; onFinished: () => void }) {
  const { t } = useTranslation();
  const conversation = useQuery(conversationQuery(conversationId));
  if (!conversation.data) return <LoadingRows />;
  return (
    <aside className="card desk-side" aria-label={t('chat.details')}>
      <Stack p="md" gap="lg">
        <Section title={t('chat.summary')}>
          <Text size="sm">{conversation.data.summary ?? '—'}</Text>
          <Declared conversation={conversation.data} />
        </Section>
        {conversation.data.state !== 'closed' && (
          <div id={FINISH_BOX} tabIndex={-1}>
            <Section title={t('chat.finish')}>
              {conversation.data.userTaskKey ? (
                <Finish userTaskKey={conversation.data.userTaskKey} onFinished={onFinished} />
              ) : (
                <Text size="sm" role="status">
                  {t('chat.preparing')}
                </Text>
              )}
            </Section>
          </div>
        )}
        <Earlier conversation={conversation.data} />
      </Stack>
    </aside>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} mb={6}>
        {title}
      </Title>
      {children}
    </section>
  );
}

/** The task `answer-request` by its own form: classification, outcome and reason, as the owner of the process wrote it. */
function Finish({ userTaskKey, onFinished }: { userTaskKey: string; onFinished: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const details = useQuery(taskQuery(userTaskKey));
  if (details.isPending) return <LoadingRows rows={3} />;
  if (details.isError) return <ErrorState error={details.error} retry={() => void details.refetch()} />;
  const completed = async () => {
    notifications.show({ message: t('chat.finished'), color: 'green' });
    await queries.invalidateQueries({ queryKey: ['conversations'] });
    onFinished();
  };
  return <TaskForm details={details.data} submitLabel={t('chat.finish')} onCompleted={completed} />;
}

function Declared({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation();
  const { data: types = [] } = useQuery(catalogueQuery('request-types'));
  const { data: areas = [] } = useQuery(catalogueQuery('areas'));
  return (
    <Text size="xs" c="dimmed" mt={4}>
      {t('chat.declared')}: {labelIn(types, conversation.declaredType)} · {labelIn(areas, conversation.declaredArea)}
    </Text>
  );
}

function Earlier({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation();
  const citizenId = conversation.citizen?.id;
  const { data: types = [] } = useQuery(catalogueQuery('request-types'));
  const earlier = useQuery({
    queryKey: ['conversations', 'citizen', citizenId],
    queryFn: () => api<Page<Conversation>>(`/api/conversations?citizen=${citizenId}`).then(({ items }) => items),
    enabled: citizenId !== undefined,
  });
  const others = (earlier.data ?? []).filter((other) => other.id !== conversation.id);
  return (
    <Section title={t('chat.earlier')}>
      {earlier.isError && <ErrorState error={earlier.error} />}
      {earlier.data && others.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('chat.noEarlier')}
        </Text>
      )}
      {others.map((other) => (
        <Link key={other.id} to={`/chat/${other.id}`} className="task-row">
          <Text size="sm" fw={600}>
            {other.requestNumber}
          </Text>
          <Text size="xs" c="dimmed">
            {formatDate(other.openedAt)} · {labelIn(types, other.type)}
          </Text>
        </Link>
      ))}
    </Section>
  );
}
