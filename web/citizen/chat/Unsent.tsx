import type { Outgoing } from '../../ui/socket/conversationLog';
import { useTexts } from '../app/language';
import type { Chat, Upload } from './chat';

/** A text of the outbox: on its way, waiting for the line, or refused. */
export function OutgoingView({ message, chat, isOnline }: { message: Outgoing; chat: Chat; isOnline: boolean }) {
  const { chat: texts } = useTexts();
  const isRefused = message.refused !== undefined;
  return (
    <div className={`entry entry-mine entry-unsent${isRefused ? ' entry-refused' : ''}`}>
      <p className="visually-hidden">{texts.you}</p>
      <div className="bubble">
        <p>{message.text}</p>
      </div>
      {isRefused ? (
        <Failure
          text={`${texts.refused}. ${message.refused ?? ''}`}
          onRetry={() => chat.retry(message)}
          onDiscard={() => chat.discard(message.clientMessageId)}
        />
      ) : (
        <p className="meta">{isOnline ? texts.sending : texts.queued}</p>
      )}
    </div>
  );
}

/** A file on its way, or one that did not get through. */
export function UploadView({ upload, chat }: { upload: Upload; chat: Chat }) {
  const { chat: texts } = useTexts();
  return (
    <div className={`entry entry-mine entry-unsent${upload.failure === undefined ? '' : ' entry-refused'}`}>
      <div className="bubble">
        <p>{upload.name}</p>
      </div>
      {upload.failure === undefined ? (
        <p className="meta">{texts.uploading(upload.name)}</p>
      ) : (
        <Failure
          text={`${texts.refused}. ${upload.failure}`}
          onRetry={() => void chat.attach(upload)}
          onDiscard={() => chat.dropUpload(upload.id)}
        />
      )}
    </div>
  );
}

function Failure({ text, onRetry, onDiscard }: { text: string; onRetry: () => void; onDiscard: () => void }) {
  const { chat: texts } = useTexts();
  return (
    <p className="meta" role="alert">
      {text}{' '}
      <button type="button" className="link" onClick={onRetry}>
        {texts.again}
      </button>{' '}
      <button type="button" className="link" onClick={onDiscard}>
        {texts.discard}
      </button>
    </p>
  );
}
