import { useRef, useState } from 'react';
import { useTexts } from '../app/language';
import type { Chat } from './chat';
import { readDraft, writeDraft } from './outbox';

const MAX_LENGTH = 4_000;
const MAX_BYTES = 10 * 1024 * 1024;
const ACCEPTED = '.pdf,.png,.jpg,.jpeg,.docx';

/** Writing and attaching. Enter sends where there is a keyboard; what is being written survives a reload. */
export function Composer({ chat, conversationId }: { chat: Chat; conversationId: string }) {
  const { chat: texts } = useTexts();
  const [text, setText] = useState(() => readDraft(conversationId));
  const [warning, setWarning] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const left = MAX_LENGTH - text.length;

  const change = (value: string): void => {
    setText(value);
    writeDraft(conversationId, value);
    if (value) chat.typing();
  };
  const send = (): void => {
    field.current?.focus();
    if (text.trim() === '' || left < 0) return;
    chat.send(text.trim());
    change('');
  };
  const attach = (files: FileList | null): void => {
    setWarning('');
    for (const file of files ?? []) {
      if (file.size > MAX_BYTES) setWarning(texts.tooLarge);
      else void chat.attach({ id: crypto.randomUUID(), name: file.name, file });
    }
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {warning ? (
        <p className="composer-warning" role="alert">
          {warning}
        </p>
      ) : null}
      {left < 400 ? (
        <p className={left < 0 ? 'composer-warning' : 'composer-left'} aria-live="polite">
          {texts.left(left)}
        </p>
      ) : null}
      <div className="composer-line">
        <label className="attach" title={texts.attachHint}>
          <input
            type="file"
            multiple
            accept={ACCEPTED}
            className="visually-hidden"
            onChange={(event) => {
              attach(event.currentTarget.files);
              event.currentTarget.value = '';
            }}
          />
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M20 11.5l-8.2 8.2a5 5 0 0 1-7-7l8.7-8.7a3.4 3.4 0 0 1 4.8 4.8l-8.5 8.4a1.7 1.7 0 0 1-2.4-2.4l7.6-7.5" />
          </svg>
          <span className="visually-hidden">{texts.attach}</span>
        </label>
        <textarea
          ref={field}
          aria-label={texts.write}
          placeholder={texts.write}
          rows={1}
          value={text}
          onInput={(event) => change(event.currentTarget.value)}
          onKeyDown={(event) => {
            const isTouch = matchMedia('(pointer: coarse)').matches;
            // isComposing: Enter then only accepts what an input method suggests.
            if (event.key !== 'Enter' || event.shiftKey || isTouch || event.nativeEvent?.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="submit" className="button send">
          {texts.send}
        </button>
      </div>
    </form>
  );
}
