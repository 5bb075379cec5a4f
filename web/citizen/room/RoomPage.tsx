import { useState } from 'react';
import type { Conversation, Page as PageOf, Room } from '../../../protocol/product';
import { ApiProblem, callApi } from '../app/api';
import { useNameOf, useTexts } from '../app/language';
import { Page } from '../app/Layout';
import { Loading, Notice, ProblemNotice } from '../app/Notice';
import { RequestNumber } from '../app/RequestNumber';
import { Link, navigate } from '../app/router';
import { useSession } from '../app/session';
import { SiteForm } from '../app/SiteForm';
import { useLoaded } from '../app/useLoaded';
import { useIdempotencyKey } from '../app/useIdempotencyKey';
import { WhoAreYou } from '../app/WhoAreYou';
import { WhenOpen } from '../home/RoomCard';

/** the way into a room. Open: the request, then the chat. Closed: a request to be answered by mail. */
export function RoomPage({ roomId }: { roomId: string }) {
  const texts = useTexts();
  const rooms = useLoaded<{ items: Room[] }>('/api/rooms');
  const [left, setLeft] = useState<string>();
  const room = rooms.value?.items.find((one) => one.id === roomId);
  if (left) return <RequestLeft number={left} />;
  if (room) return <EnterRoom room={room} onLeft={setLeft} />;
  return (
    <Page title={texts.home.rooms} className="narrow">
      {rooms.problem ? <ProblemNotice problem={rooms.problem} onRetry={rooms.reload} /> : null}
      {rooms.value ? <Notice kind="warning">{texts.room.unknown}</Notice> : null}
      {rooms.value || rooms.problem ? <Link to="/">{texts.back}</Link> : <Loading />}
    </Page>
  );
}

function EnterRoom({ room, onLeft }: { room: Room; onLeft: (number: string) => void }) {
  const texts = useTexts();
  const { person } = useSession();
  const [hasClosed, setHasClosed] = useState(false);
  const isOpen = room.open && !hasClosed;
  const name = useNameOf()(room);
  const title = isOpen ? texts.room.title(name) : texts.room.closedTitle(name);
  return (
    <Page title={title} lead={isOpen ? texts.room.lead : <WhenOpen room={room} />} className="narrow">
      {hasClosed ? (
        <Notice kind="warning" isLive>
          {texts.room.closedNow}
        </Notice>
      ) : null}
      {person === undefined ? <Loading /> : null}
      {person === null ? <WhoAreYou>{texts.room.signInFirst}</WhoAreYou> : null}
      {person && isOpen ? <StartChat room={room} onClosed={() => setHasClosed(true)} /> : null}
      {person && !isOpen ? <LeaveRequest room={room} onLeft={onLeft} /> : null}
    </Page>
  );
}

function StartChat({ room, onClosed }: { room: Room; onClosed: () => void }) {
  const texts = useTexts();
  const keyOf = useIdempotencyKey();
  const mine = useLoaded<PageOf<Conversation>>('/api/conversations?mine=true');
  const open = mine.value?.items.find((one) => one.room.id === room.id && one.state !== 'closed');
  if (open) {
    return (
      <Notice kind="info">
        <p>{texts.room.hasOpen}</p>
        <Link to={`/chat/${open.id}`} className="button">
          {texts.home.goOn}
        </Link>
      </Notice>
    );
  }
  return (
    <div className="card">
      <SiteForm
        formId="request"
        bodyPrefix="request."
        submitLabel={texts.room.start}
        onSubmit={async (request) => {
          try {
            const conversation = await callApi<{ id: string }>('/api/conversations', {
              method: 'POST',
              body: { roomId: room.id, request },
              idempotencyKey: keyOf(request),
            });
            navigate(`/chat/${conversation.id}`, { replace: true });
          } catch (error) {
            if (!(error instanceof ApiProblem) || error.code !== 'room_closed') throw error;
            onClosed();
          }
        }}
      />
    </div>
  );
}

function LeaveRequest({ room, onLeft }: { room: Room; onLeft: (number: string) => void }) {
  const texts = useTexts();
  const keyOf = useIdempotencyKey();
  return (
    <div className="card">
      <SiteForm
        formId="off-hours"
        bodyPrefix="request."
        submitLabel={texts.room.send}
        onSubmit={async (request) => {
          const answer = await callApi<{ requestNumber: string }>('/api/requests', {
            method: 'POST',
            body: { roomId: room.id, request },
            idempotencyKey: keyOf(request),
          });
          onLeft(answer.requestNumber);
        }}
      />
    </div>
  );
}

function RequestLeft({ number }: { number: string }) {
  const texts = useTexts();
  return (
    <Page title={texts.room.leftTitle} lead={texts.room.leftText} className="narrow">
      <div className="card left-number">
        <RequestNumber number={number} />
      </div>
      <div className="choices">
        <Link to={`/estado?numero=${encodeURIComponent(number)}`} className="button button-quiet">
          {texts.checkStatus}
        </Link>
        <Link to="/" className="button button-quiet">
          {texts.back}
        </Link>
      </div>
    </Page>
  );
}
