import { Anchor, Button, Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Entry } from '../../../protocol/product';
import { formatDateTime, formatTime } from '../../ui/time';
import { deliveryOf, type ConversationLog, type Outgoing } from '../../ui/socket/conversationLog';
import { useConversationLog, useLive } from '../app/live';
import { ErrorState, LoadingRows } from '../app/states';
import { Composer } from './Composer';
import { Timer, useNow } from './Inbox';
import { conversationQuery } from './queries';

const TYPING_SHOWN_MS = 5_000;

/** A conversation's transcript and where the advisor writes. */
export function ConversationPanel({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation();
  const conversation = useQuery(conversationQuery(conversationId));
  const log = useConversationLog(conversationId);
  const now = useNow();
  useReadMarks(log);
  if (conversation.isPending) return <LoadingRows />;
  if (conversation.isError) return <ErrorState error={conversation.error} retry={() => void conversation.refetch()} />;
  const name = conversation.data.citizen?.name ?? conversation.data.requestNumber;
  const isOpen = conversation.data.state !== 'closed';
  return (
    <section className="card desk-conversation" aria-label={t('chat.log', { name })}>
      <Group justify="space-between" p="sm" wrap="nowrap">
        <div>
          <Anchor component={Link} to="/chat" size="sm" hiddenFrom="sm">
            {t('chat.back')}
          </Anchor>
          <Title order={2} size="md">
            {name}
          </Title>
          <Text size="xs" c="dimmed">
            {t('chat.request', { number: conversation.data.requestNumber })}
          </Text>
        </div>
        {isOpen ? (
          <Timer conversation={conversation.data} now={now} />
        ) : (
          <Text size="sm" c="dimmed">
            {t('chat.closed')}
          </Text>
        )}
      </Group>
      <Log log={log} name={name} />
      <Text size="xs" c="dimmed" px="md" h={18} aria-live="polite">
        {now - log.typingAt < TYPING_SHOWN_MS ? t('chat.typing', { name }) : ''}
      </Text>
      {isOpen && <Composer conversation={conversation.data} />}
    </section>
  );
}

/** Tells the server up to where the advisor has read, while the window is looked at. */
function useReadMarks({ conversationId, lastSeq, read }: ConversationLog): void {
  const live = useLive();
  useEffect(() => {
    if (lastSeq > read.advisor && document.visibilityState === 'visible')
      live.client.send({ type: 'read', conversationId, seq: lastSeq });
  }, [live, conversationId, lastSeq, read.advisor]);
}

function Log({ log, name }: { log: ConversationLog; name: string }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const [stick, setStick] = useState(true);
  useEffect(() => {
    if (stick && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [log.lastSeq, log.outbox.length, stick]);
  return (
    <div
      ref={box}
      className="log"
      role="log"
      aria-label={t('chat.log', { name })}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) =>
        setStick(scrollHeight - scrollTop - clientHeight < 40)
      }
    >
      {log.entries.map((entry) => (
        <LogEntry key={entry.seq} entry={entry} log={log} />
      ))}
      {log.outbox.map((message) => (
        <Pending key={message.clientMessageId} message={message} conversationId={log.conversationId} />
      ))}
    </div>
  );
}

function LogEntry({ entry, log }: { entry: Entry; log: ConversationLog }) {
  const { t } = useTranslation();
  if (entry.kind !== 'message' && entry.kind !== 'attachment')
    return (
      <p className="log-note" title={formatDateTime(entry.at)}>
        {entry.text} · {formatTime(entry.at)}
      </p>
    );
  const isOwn = entry.author.role === 'advisor';
  return (
    <div className="bubble" data-own={isOwn}>
      {entry.attachment ? (
        <a
          href={`/api/conversations/${log.conversationId}/attachments/${entry.attachment.id}`}
          target="_blank"
          rel="noreferrer"
        >
          {t('chat.attachment')}: {entry.attachment.name}
        </a>
      ) : (
        entry.text
      )}
      <div className="bubble-meta">
        {isOwn ? t('chat.you') : entry.author.name} · <time dateTime={entry.at}>{formatTime(entry.at)}</time>
        {isOwn && ` · ${t(`chat.${deliveryOf(log, entry, 'advisor')}`)}`}
      </div>
    </div>
  );
}

function Pending({ message, conversationId }: { message: Outgoing; conversationId: string }) {
  const { t } = useTranslation();
  const live = useLive();
  return (
    <div className="bubble" data-own="true">
      {message.text}
      <div className="bubble-meta">
        {message.refused ? `${t('chat.failed')}: ${message.refused}` : t('chat.sending')}
      </div>
      {message.refused && (
        <Group gap="xs" mt={4}>
          <Button size="compact-xs" variant="default" onClick={() => live.resend(conversationId, message)}>
            {t('state.retry')}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => live.discard(conversationId, message.clientMessageId)}
          >
            {t('definitions.discard')}
          </Button>
        </Group>
      )}
    </div>
  );
}
