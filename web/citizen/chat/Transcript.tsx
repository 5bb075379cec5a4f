import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Conversation } from '../../../protocol/product';
import { useLanguage, useTexts } from '../app/language';
import type { Chat, ChatState } from './chat';
import { EntryView } from './EntryView';
import { OutgoingView, UploadView } from './Unsent';

const NEAR_END_PX = 80;
const TYPING_SHOWN_MS = 5_000;

/** The conversation as a log: new entries are read out, and the view follows them unless the person has scrolled up. */
export function Transcript(props: { chat: Chat; state: ChatState; conversation: Conversation }) {
  const { chat, state, conversation } = props;
  const { texts, day } = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const { entries, outbox, lastSeq } = state.log;
  const isTyping = useTyping(state.log.typingAt);

  useLayoutEffect(() => {
    if (isAtEnd) scrollToEnd(box.current);
  }, [isAtEnd, lastSeq, outbox.length, state.uploads.length, isTyping]);
  useEffect(() => {
    const element = box.current;
    if (!element || !isAtEnd) return;
    // Without a height the frame around the page is folded away: nobody sees it.
    const look = (): void => {
      if (!document.hidden && element.clientHeight > 0) chat.seen();
    };
    const observer = new ResizeObserver(() => {
      scrollToEnd(element);
      look();
    });
    look();
    observer.observe(element);
    document.addEventListener('visibilitychange', look);
    return () => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', look);
    };
  }, [chat, isAtEnd, lastSeq, state.line]);

  return (
    <div className="transcript-frame">
      <div
        ref={box}
        className="transcript"
        role="log"
        aria-label={texts.chat.log}
        tabIndex={0}
        onScroll={(event) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
          setIsAtEnd(scrollHeight - scrollTop - clientHeight < NEAR_END_PX);
        }}
      >
        {entries.map((entry, index) => {
          const before = entries[index - 1];
          const isNewDay = !before || day(before.at) !== day(entry.at);
          return (
            <div key={entry.seq}>
              {isNewDay ? <p className="day">{day(entry.at)}</p> : null}
              <EntryView
                entry={entry}
                log={state.log}
                conversation={conversation}
                isFirstOfAuthor={isNewDay || before.author.id !== entry.author.id}
              />
            </div>
          );
        })}
        {outbox.map((message) => (
          <OutgoingView key={message.clientMessageId} message={message} chat={chat} isOnline={state.line === 'open'} />
        ))}
        {state.uploads.map((upload) => (
          <UploadView key={upload.id} upload={upload} chat={chat} />
        ))}
      </div>
      <p className="typing" aria-hidden={!isTyping}>
        {isTyping ? texts.chat.typing(conversation.advisor?.name ?? texts.chat.system) : ''}
      </p>
      {isAtEnd || chat.unread() === 0 ? null : <ToEnd onClick={() => scrollToEnd(box.current)} />}
    </div>
  );
}

function ToEnd({ onClick }: { onClick: () => void }) {
  const { chat } = useTexts();
  return (
    <button type="button" className="to-end" onClick={onClick}>
      {chat.newMessages} ↓
    </button>
  );
}

function scrollToEnd(box: HTMLElement | null): void {
  box?.scrollTo({ top: box.scrollHeight });
}

/** Is the other side writing? A sign of it holds for some seconds. */
function useTyping(typingAt: number): boolean {
  const [isTyping, setIsTyping] = useState(false);
  useEffect(() => {
    const rest = typingAt + TYPING_SHOWN_MS - Date.now();
    setIsTyping(rest > 0);
    if (rest <= 0) return;
    const timer = setTimeout(() => setIsTyping(false), rest);
    return () => clearTimeout(timer);
  }, [typingAt]);
  return isTyping;
}
