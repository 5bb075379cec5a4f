import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useConnection } from '../app/live';
import { EmptyState, ErrorState, LoadingRows, PageHeader } from '../app/states';
import { ConversationPanel } from './ConversationPanel';
import { Inbox } from './Inbox';
import { PresenceBar } from './PresenceBar';
import { myConversations, queueQuery } from './queries';
import { RequestPanel } from './RequestPanel';
import { ShortcutHelp, useShortcuts } from './shortcuts';

/** The advisor's desk: queue and inbox, the conversation, the request and its citizen. */
export function ChatPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { conversationId } = useParams();
  const connection = useConnection();
  const mine = useQuery(myConversations);
  const queue = useQuery(queueQuery);
  const conversations = mine.data ?? [];
  const step = (by: number) => {
    const at = conversations.findIndex((conversation) => conversation.id === conversationId);
    const next = conversations[(at + by + conversations.length) % conversations.length];
    if (next) void navigate(`/chat/${next.id}`);
  };
  const shortcuts = useShortcuts({ next: () => step(1), previous: () => step(-1) });
  return (
    <>
      <PageHeader title={t('chat.title')} actions={<PresenceBar shortcuts={shortcuts} />} />
      {connection === 'waiting' && (
        <Alert color="yellow" role="status" mb="sm" py="xs">
          {t('chat.connecting')}
        </Alert>
      )}
      <div className="desk" data-open={conversationId !== undefined}>
        <nav className="card desk-list" aria-label={t('chat.mine')}>
          {mine.isPending && <LoadingRows />}
          {mine.isError && <ErrorState error={mine.error} retry={() => void mine.refetch()} />}
          {mine.data && <Inbox conversations={mine.data} queue={queue.data ?? []} openId={conversationId} />}
        </nav>
        {conversationId ? (
          <>
            <ConversationPanel key={conversationId} conversationId={conversationId} />
            <RequestPanel
              key={`request-${conversationId}`}
              conversationId={conversationId}
              onFinished={() => void navigate(nextAddress(conversations, conversationId))}
            />
          </>
        ) : (
          <div className="card">
            <EmptyState icon="chat" title={t('chat.choose')}>
              {conversations.length === 0 && t('chat.emptyMineHelp')}
            </EmptyState>
          </div>
        )}
      </div>
      <ShortcutHelp shortcuts={shortcuts} />
    </>
  );
}

function nextAddress(conversations: { id: string }[], finished: string): string {
  const next = conversations.find((conversation) => conversation.id !== finished);
  return next ? `/chat/${next.id}` : '/chat';
}
