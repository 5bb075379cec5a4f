import type { Conversation } from '../../../protocol/product';
import { useLabel } from '../app/catalogues';
import { useLanguage } from '../app/language';
import { RequestNumber } from '../app/RequestNumber';

/** What is known of the request: beside the conversation, folded away on a phone. */
export function Details({ conversation }: { conversation: Conversation }) {
  const { texts, dateTime } = useLanguage();
  const type = useLabel('request-types', conversation.type);
  const area = useLabel('areas', conversation.area);
  const isWide = matchMedia('(min-width: 60rem)').matches;
  return (
    <details className="chat-details" open={isWide}>
      <summary>{texts.chat.details}</summary>
      <RequestNumber number={conversation.requestNumber} />
      <dl>
        <dt>{texts.chat.type}</dt>
        <dd>{type}</dd>
        <dt>{texts.chat.area}</dt>
        <dd>{area}</dd>
        <dt>{texts.chat.opened}</dt>
        <dd>{dateTime(conversation.openedAt)}</dd>
        {conversation.advisor ? (
          <>
            <dt>{texts.chat.advisor}</dt>
            <dd>{conversation.advisor.name}</dd>
          </>
        ) : null}
      </dl>
      <p className="privacy">{texts.chat.privacy}</p>
    </details>
  );
}
