import { useState } from 'react';
import type { Attachment } from '../../../protocol/product';
import { formatSize } from '../../ui/size';
import { ApiProblem, fetchApi } from '../app/api';
import { useLanguage } from '../app/language';

/** A file of the conversation. Fetched by hand rather than linked: inside another site's page a link carries no session. */
export function AttachmentLink({ conversationId, attachment }: { conversationId: string; attachment: Attachment }) {
  const { code, texts } = useLanguage();
  const [failure, setFailure] = useState('');
  const path = `/api/conversations/${encodeURIComponent(conversationId)}/attachments/${encodeURIComponent(attachment.id)}`;
  const download = async (): Promise<void> => {
    setFailure('');
    try {
      const response = await fetchApi(path);
      save(await response.blob(), attachment.name);
    } catch (error) {
      setFailure(error instanceof ApiProblem && error.message ? error.message : texts.failed);
    }
  };
  return (
    <>
      <button type="button" className="file" onClick={() => void download()}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M6 3h8l5 5v13H6zM14 3v5h5" />
        </svg>
        <span>
          <span className="visually-hidden">{texts.chat.download('')}</span>
          {attachment.name} <small>{formatSize(attachment.size, code === 'es' ? 'es-CO' : 'en-GB')}</small>
        </span>
      </button>
      {failure ? <p role="alert">{failure}</p> : null}
    </>
  );
}

function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken its copy by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
