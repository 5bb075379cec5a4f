import { useState } from 'react';
import type { ForumItemView } from '../../../protocol/forums';
import { ApiProblem, callApi } from '../app/api';
import { useLanguage } from '../app/language';
import { Notice, ProblemNotice } from '../app/Notice';
import { useSession } from '../app/session';
import { useIdempotencyKey } from '../app/useIdempotencyKey';
import { WhoAreYou } from '../app/WhoAreYou';
import { forumTexts } from './texts';

const LONGEST = 4_000;

interface ContributeProps {
  forumId: string;
  replyTo: ForumItemView | undefined;
  onReplyTo: (item: ForumItemView | undefined) => void;
  onSent: (item: ForumItemView) => void;
}

/** Writing a contribution; it is under review from the moment it is sent. */
export function Contribute(props: ContributeProps) {
  const texts = forumTexts(useLanguage().code);
  const { person } = useSession();
  if (person) return <ContributionForm {...props} />;
  return <WhoAreYou>{texts.signInFirst}</WhoAreYou>;
}

function ContributionForm({ forumId, replyTo, onReplyTo, onSent }: ContributeProps) {
  const texts = forumTexts(useLanguage().code);
  const [kind, setKind] = useState<'opinion' | 'question'>('question');
  const [text, setText] = useState('');
  const [outcome, setOutcome] = useState<ApiProblem | 'sent'>();
  const [isBusy, setIsBusy] = useState(false);
  const keyOf = useIdempotencyKey();

  const send = async (): Promise<void> => {
    const said = text.trim();
    if (said === '' || said.length > LONGEST || isBusy) return;
    setIsBusy(true);
    try {
      const contribution = { text: said, ...(replyTo ? { kind: 'reply', replyTo: replyTo.seq } : { kind }) };
      const body = { clientMessageId: keyOf(contribution), ...contribution };
      onSent(await callApi(`/api/forums/${encodeURIComponent(forumId)}/contributions`, { method: 'POST', body }));
      setText('');
      onReplyTo(undefined);
      setOutcome('sent');
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setOutcome(error);
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <form
      className="card forum-form"
      aria-labelledby="contribute-title"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h2 id="contribute-title">{texts.contribute}</h2>
      {outcome === 'sent' ? (
        <Notice kind="ok" isLive>
          {texts.sent}
        </Notice>
      ) : null}
      {outcome instanceof ApiProblem ? <ProblemNotice problem={outcome} /> : null}
      {replyTo ? (
        <p>
          {texts.replyTo(replyTo.author.name)}: “{replyTo.text.slice(0, 120)}”{' '}
          <button type="button" className="link-button" onClick={() => onReplyTo(undefined)}>
            {texts.cancelReply}
          </button>
        </p>
      ) : (
        <fieldset className="forum-kinds">
          <legend>{texts.contributeKind}</legend>
          {(['question', 'opinion'] as const).map((one) => (
            <label key={one}>
              <input type="radio" name="kind" value={one} checked={kind === one} onChange={() => setKind(one)} />{' '}
              {texts.kind[one]}
            </label>
          ))}
        </fieldset>
      )}
      <label htmlFor="contribution">{texts.text}</label>
      <textarea
        id="contribution"
        rows={4}
        maxLength={LONGEST}
        value={text}
        aria-describedby="contribution-hint"
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <p id="contribution-hint" className="hint">
        {texts.privacy}
      </p>
      <button type="submit" className="button" disabled={isBusy}>
        {texts.send}
      </button>
    </form>
  );
}
