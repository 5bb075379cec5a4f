import type { ReactNode } from 'react';
import type { Conversation, Entry } from '../../../protocol/product';
import { deliveryOf, type ConversationLog } from '../../ui/socket/conversationLog';
import { useLanguage } from '../app/language';
import { AttachmentLink } from './AttachmentLink';

interface EntryViewProps {
  entry: Entry;
  log: ConversationLog;
  conversation: Conversation;
  isFirstOfAuthor: boolean;
}

/** One entry of the log: a message of either side, a file, or a line of the system. */
export function EntryView(props: EntryViewProps) {
  const { author, kind } = props.entry;
  const isSaid = author.role !== 'system' && (kind === 'message' || kind === 'attachment');
  return isSaid ? <Said {...props} /> : <Happened {...props} />;
}

function Happened({ entry, conversation }: EntryViewProps) {
  const { code, texts, time } = useLanguage();
  const text = code === 'es' && entry.text ? entry.text : (texts.chat.entries[entry.kind] ?? entry.text);
  return (
    <div className="entry entry-system">
      <p>
        {text} <time dateTime={entry.at}>{time(entry.at)}</time>
      </p>
      {entry.kind === 'opened' && conversation.summary ? <blockquote>{conversation.summary}</blockquote> : null}
    </div>
  );
}

function Said({ entry, log, conversation, isFirstOfAuthor }: EntryViewProps) {
  const { texts, time } = useLanguage();
  const isMine = entry.author.role === 'citizen';
  const delivery = isMine ? ` · ${texts.chat[deliveryOf(log, entry, 'citizen')]}` : '';
  return (
    <div className={`entry ${isMine ? 'entry-mine' : 'entry-theirs'}${isFirstOfAuthor ? ' entry-first' : ''}`}>
      <p className={isFirstOfAuthor ? 'author' : 'visually-hidden'}>{isMine ? texts.chat.you : entry.author.name}</p>
      <div className="bubble">
        {entry.attachment ? (
          <AttachmentLink conversationId={conversation.id} attachment={entry.attachment} />
        ) : (
          <p>{withLinks(entry.text)}</p>
        )}
      </div>
      <p className="meta">
        <time dateTime={entry.at}>{time(entry.at)}</time>
        {delivery}
      </p>
    </div>
  );
}

/** Addresses in a text can be followed; they open beside the chat. */
function withLinks(text: string): ReactNode[] {
  return text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/).map((part, index) =>
    index % 2 === 1 ? (
      <a key={index} href={part} target="_blank" rel="noopener noreferrer nofollow">
        {part}
      </a>
    ) : (
      part
    ),
  );
}
