import type { Forum } from '../../../protocol/forums';
import { useLanguage } from '../app/language';
import { forumTexts } from './texts';

export function StatePill({ state }: { state: Forum['state'] }) {
  const texts = forumTexts(useLanguage().code);
  return <span className={`pill ${state === 'live' ? 'pill-ok' : 'pill-off'}`}>{texts[state]}</span>;
}

/** When it is, for whom and with whom. */
export function ForumFacts({ forum }: { forum: Forum }) {
  const { code, day, time } = useLanguage();
  const texts = forumTexts(code);
  return (
    <div className="forum-facts">
      <p>{texts.when(day(forum.startsAt), time(forum.startsAt), time(forum.endsAt))}</p>
      <p>
        {texts.audience}: {forum.population}
      </p>
      <p>
        {texts.experts}: {forum.experts.map(({ name }) => name).join(', ')}
      </p>
      {forum.figures ? <p>{texts.figures(forum.figures.published, forum.figures.answers)}</p> : null}
    </div>
  );
}
