import type { Conversation, Page as PageOf, Room } from '../../../protocol/product';
import { isEmbedded } from '../app/api';
import { useLabel } from '../app/catalogues';
import { useNameOf, useTexts } from '../app/language';
import { useScreen } from '../app/Layout';
import { Loading, Notice, ProblemNotice } from '../app/Notice';
import { Link } from '../app/router';
import { useSession } from '../app/session';
import { useLoaded } from '../app/useLoaded';
import { RoomCard } from './RoomCard';

const ROOMS_EVERY_MS = 10_000;

/** What the chat is for, which rooms are open and how long one waits. */
export function Home() {
  const texts = useTexts();
  const heading = useScreen(texts.home.title);
  return (
    <>
      <div className="hero">
        <div className="hero-words">
          <h1 ref={heading} tabIndex={-1}>
            {texts.home.title}
          </h1>
          <p className="lead">{texts.home.lead}</p>
          <Purpose />
        </div>
      </div>
      <div className="page home">
        <OpenChats />
        <Rooms />
        {isEmbedded ? null : <HowItWorks />}
        <section className="status-teaser" aria-labelledby="status-title">
          <div>
            <h2 id="status-title">{texts.home.statusTitle}</h2>
            <p>{texts.home.statusText}</p>
          </div>
          <Link to="/estado" className="button button-quiet">
            {texts.checkStatus}
          </Link>
        </section>
      </div>
    </>
  );
}

/** C-1: the chat informs; what concerns a service already acquired is referred. */
function Purpose() {
  const texts = useTexts();
  const banner = useLabel('chat-texts', 'banner');
  // Until the entity's own words are here, ours say the same.
  const text = banner === 'banner' ? texts.home.purpose : banner;
  return (
    <Notice kind="info">
      <p>{text}</p>
    </Notice>
  );
}

function OpenChats() {
  const texts = useTexts();
  const { person } = useSession();
  const { value } = useLoaded<PageOf<Conversation>>(person ? '/api/conversations?mine=true' : undefined);
  const nameOf = useNameOf();
  const open = value?.items.filter((conversation) => conversation.state !== 'closed') ?? [];
  if (open.length === 0) return null;
  return (
    <section aria-labelledby="mine-title">
      <h2 id="mine-title">{texts.home.mine}</h2>
      <ul className="cards">
        {open.map((conversation) => (
          <li key={conversation.id} className="card open-chat">
            <div>
              <h3>{texts.chat.title(conversation.requestNumber)}</h3>
              <p>{nameOf(conversation.room)}</p>
            </div>
            <Link to={`/chat/${conversation.id}`} className="button">
              {texts.home.goOn}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Rooms() {
  const texts = useTexts();
  const rooms = useLoaded<{ items: Room[] }>('/api/rooms', ROOMS_EVERY_MS);
  return (
    <section aria-labelledby="rooms-title">
      <h2 id="rooms-title">{texts.home.rooms}</h2>
      {rooms.problem && !rooms.value ? <ProblemNotice problem={rooms.problem} onRetry={rooms.reload} /> : null}
      {!rooms.value && !rooms.problem ? <Loading /> : null}
      {rooms.value?.items.length === 0 ? <p>{texts.home.noRooms}</p> : null}
      <ul className="cards rooms">
        {rooms.value?.items.map((room) => (
          <RoomCard key={room.id} room={room} />
        ))}
      </ul>
    </section>
  );
}

function HowItWorks() {
  const { howTitle, how } = useTexts().home;
  return (
    <section aria-labelledby="how-title" className="how">
      <h2 id="how-title">{howTitle}</h2>
      <ol>
        {how.map(([step, text]) => (
          <li key={step}>
            <strong>{step}</strong>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
