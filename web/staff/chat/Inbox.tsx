import { Badge, Group, Text, Title } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Conversation } from '../../../protocol/product';
import { formatSpan } from '../../ui/time';
import { EmptyState } from '../app/states';

/** My open conversations and who waits; times in words, and in colour when they run late. */
export function Inbox({
  conversations,
  queue,
  openId,
}: {
  conversations: Conversation[];
  queue: Conversation[];
  openId: string | undefined;
}) {
  const { t } = useTranslation();
  const now = useNow();
  return (
    <>
      <Title order={2} p="sm" pb={4} size="sm">
        {t('chat.mine')} ({conversations.length})
      </Title>
      {conversations.length === 0 && (
        <EmptyState icon="chat" title={t('chat.emptyMine')}>
          {t('chat.emptyMineHelp')}
        </EmptyState>
      )}
      <ul className="task-list">
        {conversations.map((conversation) => (
          <li key={conversation.id}>
            <Link to={`/chat/${conversation.id}`} className="task-row" aria-current={conversation.id === openId}>
              <Group justify="space-between" wrap="nowrap" gap="xs">
                <Text fw={600} truncate>
                  {conversation.citizen?.name ?? conversation.requestNumber}
                </Text>
                <Unread conversation={conversation} />
              </Group>
              <Text size="xs" c="dimmed">
                {conversation.requestNumber} · {conversation.room.name}
              </Text>
              <Timer conversation={conversation} now={now} />
            </Link>
          </li>
        ))}
      </ul>
      <Title order={2} p="sm" pb={4} size="sm">
        {t('chat.queue')} ({queue.length})
      </Title>
      {queue.length === 0 && (
        <Text size="sm" c="dimmed" px="sm" pb="sm">
          {t('chat.emptyQueue')}
        </Text>
      )}
      <ol className="task-list">
        {queue.map((conversation) => (
          <li key={conversation.id} className="task-row">
            <Text size="sm">{conversation.requestNumber}</Text>
            <Text size="xs" className={urgencyOf(conversation, now)}>
              {t('chat.waiting')}: {formatSpan(now - Date.parse(conversation.openedAt))}
            </Text>
          </li>
        ))}
      </ol>
    </>
  );
}

function Unread({ conversation }: { conversation: Conversation }) {
  const count = conversation.lastSeq - conversation.lastReadSeq.advisor;
  if (count <= 0) return null;
  return (
    <Badge size="sm" circle color="red.8">
      {count}
    </Badge>
  );
}

/** Before the first reply: how long the citizen waits for it; after it: how long the attention lasts. */
export function Timer({ conversation, now }: { conversation: Conversation; now: number }) {
  const { t } = useTranslation();
  if (conversation.firstReplyAt)
    return (
      <Text size="xs" c="dimmed">
        {t('chat.duration')}: {formatSpan(now - Date.parse(conversation.firstReplyAt))}
      </Text>
    );
  const urgency = urgencyOf(conversation, now);
  return (
    <Text size="xs" className={urgency}>
      {t('chat.firstReply')}: {formatSpan(now - Date.parse(conversation.openedAt))}{' '}
      {urgency === 'late' && `(${t('chat.lateFirst')})`}
    </Text>
  );
}

/** By when the process wants the first reply: late after it, soon in the second half of the time. */
function urgencyOf({ openedAt, firstReplyDueAt }: Conversation, now: number): 'late' | 'soon' | undefined {
  if (firstReplyDueAt === undefined) return undefined;
  const opened = Date.parse(openedAt);
  const due = Date.parse(firstReplyDueAt);
  if (now > due) return 'late';
  return now > (opened + due) / 2 ? 'soon' : undefined;
}

/** The time, once a second. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useInterval(() => setNow(Date.now()), 1_000, { autoInvoke: true });
  return now;
}
