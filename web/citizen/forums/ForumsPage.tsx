import { useState } from 'react';
import type { Forum } from '../../../protocol/forums';
import type { Page as PageOf } from '../../../protocol/product';
import { useLanguage } from '../app/language';
import { Page } from '../app/Layout';
import { Loading, Notice, ProblemNotice } from '../app/Notice';
import { Link, navigate, useAddress } from '../app/router';
import { useLoaded } from '../app/useLoaded';
import { ForumFacts, StatePill } from './ForumFacts';
import { ForumPage } from './ForumPage';
import { forumTexts } from './texts';

const EVERY_MS = 15_000;
const SHORTEST = 3;

/** Everything about forums: loaded with its first visit. */
export function Forums({ forumId }: { forumId?: string | undefined }) {
  return forumId ? <ForumPage key={forumId} forumId={forumId} /> : <ForumsPage />;
}

/** the forums that come, and an archive that can be searched. */
function ForumsPage() {
  const texts = forumTexts(useLanguage().code);
  const coming = useLoaded<PageOf<Forum>>('/api/forums', EVERY_MS);
  return (
    <Page title={texts.title} lead={texts.lead}>
      <section aria-labelledby="coming-title">
        <h2 id="coming-title">{texts.coming}</h2>
        {coming.problem && !coming.value ? <ProblemNotice problem={coming.problem} onRetry={coming.reload} /> : null}
        {!coming.value && !coming.problem ? <Loading /> : null}
        {coming.value?.items.length === 0 ? <p>{texts.noneComing}</p> : null}
        <ForumList forums={coming.value?.items ?? []} />
      </section>
      <Archive />
    </Page>
  );
}

function Archive() {
  const texts = forumTexts(useLanguage().code);
  const { searchParams } = useAddress();
  const words = searchParams.get('buscar') ?? '';
  const [text, setText] = useState(words);
  const isSearch = words.length >= SHORTEST;
  const query = isSearch ? `q=${encodeURIComponent(words)}` : 'state=archive';
  const found = useLoaded<PageOf<Forum>>(`/api/forums?${query}`);
  return (
    <section aria-labelledby="archive-title">
      <h2 id="archive-title">{texts.archive}</h2>
      <form
        role="search"
        className="forum-search"
        onSubmit={(event) => {
          event.preventDefault();
          navigate(`/foros?buscar=${encodeURIComponent(text.trim())}`, { replace: true });
        }}
      >
        <label htmlFor="forum-search">{texts.search}</label>
        <div className="forum-search-line">
          <input
            id="forum-search"
            type="search"
            value={text}
            aria-describedby="forum-search-hint"
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <button type="submit" className="button button-quiet">
            {texts.find}
          </button>
        </div>
        <p id="forum-search-hint" className="hint">
          {texts.searchHint}
        </p>
      </form>
      {found.problem && !found.value ? <ProblemNotice problem={found.problem} onRetry={found.reload} /> : null}
      {!found.value && !found.problem ? <Loading /> : null}
      {found.value?.items.length === 0 ? (
        <Notice kind="info" isLive>
          {isSearch ? texts.nothingFound : texts.noneArchived}
        </Notice>
      ) : null}
      <ForumList forums={found.value?.items ?? []} />
      {isSearch ? <Link to="/foros">{texts.clear}</Link> : null}
    </section>
  );
}

function ForumList({ forums }: { forums: readonly Forum[] }) {
  const texts = forumTexts(useLanguage().code);
  if (forums.length === 0) return null;
  return (
    <ul className="cards">
      {forums.map((forum) => (
        <li key={forum.id} className="card forum-card">
          <div className="room-head">
            <h3>{forum.topic}</h3>
            <StatePill state={forum.state} />
          </div>
          <ForumFacts forum={forum} />
          {forum.matches === undefined ? null : <p>{texts.matches(forum.matches)}</p>}
          <Link
            to={`/foros/${encodeURIComponent(forum.id)}`}
            className={`button ${forum.state === 'live' ? '' : 'button-quiet'}`}
            label={`${forum.state === 'live' ? texts.join : texts.see}: ${forum.topic}`}
          >
            {forum.state === 'live' ? texts.join : texts.see}
          </Link>
        </li>
      ))}
    </ul>
  );
}
