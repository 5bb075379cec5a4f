import type { ReactNode } from 'react';
import type { Conversation, Entry } from '../../../protocol/product';
import { deliveryOf, type ConversationLog } from '../../ui/socket/conversationLog';
import { useLabel } from '../app/catalogues';
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
  const { code, time } = useLanguage();
  return (
    <div className="entry entry-system">
      <p>
        {code === 'es' && entry.text ? entry.text : <Retold entry={entry} number={conversation.requestNumber} />}{' '}
        <time dateTime={entry.at}>{time(entry.at)}</time>
      </p>
      {entry.kind === 'opened' && conversation.summary ? <blockquote>{conversation.summary}</blockquote> : null}
    </div>
  );
}

/** A line of the system for who doesn't read Spanish, as the log has it: the entity's greeting, or words of the site. */
function Retold({ entry, number }: { entry: Entry; number: string }) {
  const { texts } = useLanguage();
  const greeting = useLabel('chat-texts', 'greeting');
  if (entry.kind === 'opened' && greeting !== 'greeting') return greeting.replaceAll('{{requestNumber}}', number);
  return texts.chat.entries[entry.kind] ?? entry.text;
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
