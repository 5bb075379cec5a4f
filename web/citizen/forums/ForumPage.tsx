import { useState } from 'react';
import type { ForumItemView } from '../../../protocol/forums';
import { threadsOf } from '../../ui/forum/forumLog';
import { useLanguage } from '../app/language';
import { Page } from '../app/Layout';
import { Loading, Notice, ProblemNotice } from '../app/Notice';
import { Link } from '../app/router';
import { useSession } from '../app/session';
import { Contribute } from './Contribute';
import { ForumFacts, StatePill } from './ForumFacts';
import { forumTexts } from './texts';
import { useForum } from './useForum';

/** A forum: what was published, live, and what one contributes oneself. */
export function ForumPage({ forumId }: { forumId: string }) {
  const texts = forumTexts(useLanguage().code);
  const { person } = useSession();
  const live = useForum(forumId, Boolean(person));
  const [replyTo, setReplyTo] = useState<ForumItemView>();
  const { forum, log, problem } = live;
  if (!forum) {
    return (
      <Page title={texts.title} className="narrow">
        {problem && problem.status !== 404 ? <ProblemNotice problem={problem} /> : null}
        {problem?.status === 404 ? <Notice kind="warning">{texts.missing}</Notice> : null}
        {problem ? <Link to="/foros">{texts.all}</Link> : <Loading />}
      </Page>
    );
  }
  return (
    <Page title={forum.topic} className="narrow forum">
      <StatePill state={log.state} />
      <ForumFacts forum={forum} />
      {log.state === 'announced' ? <Notice kind="info">{texts.notYet}</Notice> : null}
      {log.state === 'closed' ? <Notice kind="info">{texts.over}</Notice> : null}
      <section aria-labelledby="contributions-title">
        <h2 id="contributions-title">{texts.contributions}</h2>
        {log.items.length === 0 ? <p>{texts.empty}</p> : null}
        <ol className="forum-items" aria-live="polite">
          {threadsOf(log.items).map(({ item, replies }) => (
            <li key={item.seq}>
              <Item item={item} onReply={log.state === 'live' && person ? setReplyTo : undefined} />
              {replies.length > 0 ? (
                <ol className="forum-items">
                  {replies.map((reply) => (
                    <li key={reply.seq}>
                      <Item item={reply} onReply={log.state === 'live' && person ? setReplyTo : undefined} />
                    </li>
                  ))}
                </ol>
              ) : null}
            </li>
          ))}
        </ol>
      </section>
      {log.state === 'live' ? (
        <Contribute forumId={forumId} replyTo={replyTo} onReplyTo={setReplyTo} onSent={live.take} />
      ) : null}
      <p>
        <Link to="/foros">{texts.all}</Link>
      </p>
    </Page>
  );
}

function Item({ item, onReply }: { item: ForumItemView; onReply: ((item: ForumItemView) => void) | undefined }) {
  const { code, time } = useLanguage();
  const texts = forumTexts(code);
  const isPublic = item.state === 'published' || item.state === 'passed';
  const name = item.author.isMe ? texts.you : item.author.name.replace(/^Participante/, texts.participant);
  return (
    <article
      className={`forum-item${isPublic ? '' : ' forum-item-mine'}`}
      aria-label={`${texts.kind[item.kind]}, ${name}`}
    >
      <p className="forum-item-head">
        <strong>{name}</strong>
        <span>{texts.kind[item.kind]}</span>
        <time dateTime={item.at}>{time(item.at)}</time>
        {item.state === 'pending' ? <span className="pill pill-warning">{texts.pending}</span> : null}
        {item.state === 'declined' ? <span className="pill pill-off">{texts.declined}</span> : null}
      </p>
      <p className="forum-text">{item.text}</p>
      {item.reason ? (
        <p className="forum-reason">
          {texts.reason}: {item.reason}
        </p>
      ) : null}
      {item.state === 'passed' && item.answers.length === 0 ? <p className="hint">{texts.passed}</p> : null}
      {item.answers.map((answer) => (
        <div key={answer.seq} className="forum-answer">
          <p className="forum-item-head">
            <strong>{answer.author}</strong>
            <span>{texts.answer}</span>
            <time dateTime={answer.at}>{time(answer.at)}</time>
          </p>
          <p className="forum-text">{answer.text}</p>
        </div>
      ))}
      {isPublic && onReply ? (
        <button
          type="button"
          className="link-button"
          aria-label={`${texts.reply}: ${name}`}
          onClick={() => onReply(item)}
        >
          {texts.reply}
        </button>
      ) : null}
    </article>
  );
}
