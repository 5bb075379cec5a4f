import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Conversation } from '../../../protocol/product';
import { tellUnread } from '../app/embed';
import { useTexts } from '../app/language';
import { Page, useScreen } from '../app/Layout';
import { Loading, Notice, ProblemNotice } from '../app/Notice';
import { Link, useAddress } from '../app/router';
import { useSession } from '../app/session';
import { Chat, type ChatState } from './chat';
import { Composer } from './Composer';
import { Details } from './Details';
import { Finish } from './Finish';
import { Survey } from './Survey';
import { Transcript } from './Transcript';

/** A conversation, by its address. */
export function ChatPage({ conversationId }: { conversationId: string }) {
  const texts = useTexts();
  const { person } = useSession();
  if (person === undefined) return <Waiting />;
  if (person === null) {
    return (
      <Page title={texts.account.signInTitle} className="narrow">
        <SignInAgain />
      </Page>
    );
  }
  // Another person, another chat: nothing of the first one stays in memory.
  return <OwnChat key={person.id} conversationId={conversationId} />;
}

function Waiting() {
  const { loading } = useTexts();
  return (
    <Page title={loading} className="narrow">
      <Loading />
    </Page>
  );
}

function SignInAgain() {
  const texts = useTexts();
  const { pathname } = useAddress();
  return (
    <Notice kind="warning" isLive>
      <p>{texts.chat.ended}</p>
      <Link to={`/ingresar?siguiente=${encodeURIComponent(pathname)}`} className="button">
        {texts.signIn}
      </Link>
    </Notice>
  );
}

function useChat(conversationId: string): { chat: Chat | undefined; state: ChatState | undefined } {
  const [chat, setChat] = useState<Chat>();
  useEffect(() => {
    const opened = new Chat(conversationId);
    setChat(opened);
    return () => opened.close();
  }, [conversationId]);
  const source = useMemo(() => ({ subscribe: chat?.subscribe ?? (() => () => undefined) }), [chat]);
  const state = useSyncExternalStore(source.subscribe, () => chat?.getState());
  return { chat, state };
}

function OwnChat({ conversationId }: { conversationId: string }) {
  const texts = useTexts();
  const { chat, state } = useChat(conversationId);
  if (state?.problem) {
    return (
      <Page title={texts.notFound.title} className="narrow">
        {state.problem.status === 404 ? (
          <Notice kind="warning">{texts.chat.missing}</Notice>
        ) : (
          <ProblemNotice problem={state.problem} />
        )}
        <Link to="/">{texts.back}</Link>
      </Page>
    );
  }
  if (!chat || !state?.conversation) return <Waiting />;
  return <OpenChat chat={chat} state={state} conversation={state.conversation} />;
}

function OpenChat({ chat, state, conversation }: { chat: Chat; state: ChatState; conversation: Conversation }) {
  const texts = useTexts();
  const unread = chat.unread();
  const title = texts.chat.title(conversation.requestNumber);
  const heading = useScreen(unread > 0 ? `(${unread}) ${title}` : title);
  const isClosed = conversation.state === 'closed';
  useEffect(() => tellUnread(unread), [unread]);
  return (
    <div className="chat">
      <div className="chat-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          <p className="chat-state">
            <StateWords conversation={conversation} />
          </p>
        </div>
        {isClosed ? null : <Finish chat={chat} />}
      </div>
      <Details conversation={conversation} />
      <div className="chat-body">
        <LineNotice state={state} />
        {conversation.state === 'waiting' ? <WaitingNotice conversation={conversation} /> : null}
        <Transcript chat={chat} state={state} conversation={conversation} />
        {isClosed ? <Closed conversation={conversation} /> : <Composer chat={chat} conversationId={conversation.id} />}
      </div>
    </div>
  );
}

function StateWords({ conversation }: { conversation: Conversation }) {
  const { chat, outcome } = useTexts();
  const advisor = conversation.advisor?.name ?? chat.system;
  switch (conversation.state) {
    case 'waiting':
      return chat.waitingTitle;
    case 'assigned':
      return chat.assigned(advisor);
    case 'active':
      return chat.active(advisor);
    case 'closed':
      return (conversation.outcome && outcome[conversation.outcome]) || chat.closedTitle;
  }
}

function LineNotice({ state }: { state: ChatState }) {
  const { chat } = useTexts();
  if (state.line === 'ended') return <SignInAgain />;
  if (state.line !== 'waiting') return null;
  return (
    <Notice kind="warning" isLive>
      {state.isReachable ? chat.slow : chat.lost}
    </Notice>
  );
}

function WaitingNotice({ conversation }: { conversation: Conversation }) {
  const { chat, room } = useTexts();
  return (
    <div className="waiting-notice" role="status">
      <span className="pulse" aria-hidden="true" />
      <div>
        <strong>{conversation.position ? chat.position(conversation.position) : chat.waitingTitle}</strong>
        {conversation.estimatedWaitSeconds ? <span> {room.wait(conversation.estimatedWaitSeconds)}.</span> : null}
        <p>{chat.waitingHint}</p>
      </div>
    </div>
  );
}

function Closed({ conversation }: { conversation: Conversation }) {
  const texts = useTexts();
  return (
    <div className="chat-closed">
      <Survey conversationId={conversation.id} />
      <Link to="/" className="button button-quiet">
        {texts.chat.restart}
      </Link>
    </div>
  );
}
