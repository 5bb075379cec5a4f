import { Badge, Group, Text, Title } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Conversation } from '../../../protocol/product';
import { formatSpan } from '../../ui/time';
import { EmptyState } from '../app/states';

const FIRST_REPLY_MS = 3 * 60_000;

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
            <Text size="xs" className={now - Date.parse(conversation.openedAt) > FIRST_REPLY_MS ? 'late' : undefined}>
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
  const waited = now - Date.parse(conversation.assignedAt ?? conversation.openedAt);
  const isLate = waited > FIRST_REPLY_MS;
  return (
    <Text size="xs" className={isLate ? 'late' : waited > FIRST_REPLY_MS / 2 ? 'soon' : undefined}>
      {t('chat.firstReply')}: {formatSpan(waited)} {isLate && `(${t('chat.lateFirst')})`}
    </Text>
  );
}

/** The time, once a second. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useInterval(() => setNow(Date.now()), 1_000, { autoInvoke: true });
  return now;
}
