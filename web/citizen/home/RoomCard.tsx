import type { Room } from '../../../protocol/product';
import { useLanguage, useNameOf } from '../app/language';
import { Link } from '../app/router';

/** One room: open or not, how long one waits, and the way in. */
export function RoomCard({ room }: { room: Room }) {
  const { texts, time } = useLanguage();
  const name = useNameOf()(room);
  const action = room.open ? texts.room.enter : texts.room.leave;
  return (
    <li className={`card room ${room.open ? 'room-open' : 'room-closed'}`}>
      <div className="room-head">
        <h3>{name}</h3>
        <span className={`pill ${room.open ? 'pill-ok' : 'pill-off'}`}>
          {room.open ? texts.room.open : texts.room.closed}
        </span>
      </div>
      <div className="room-facts">
        {room.open ? (
          <Wait room={room} />
        ) : (
          <p className="room-wait">
            <WhenOpen room={room} />
          </p>
        )}
        {room.open && room.closesAt ? <p>{texts.room.closesAt(time(room.closesAt))}</p> : null}
      </div>
      <Link
        to={`/sala/${room.id}`}
        className={`button ${room.open ? '' : 'button-quiet'}`}
        label={`${action}: ${name}`}
      >
        {action}
      </Link>
    </li>
  );
}

function Wait({ room }: { room: Room }) {
  const { texts } = useLanguage();
  const isFree = room.waiting === 0 && room.estimatedWaitSeconds === 0;
  return (
    <>
      <p className="room-wait">{isFree ? texts.room.noWait : texts.room.wait(room.estimatedWaitSeconds)}</p>
      <p>{room.waiting === 0 ? texts.room.nobody : texts.room.waiting(room.waiting)}</p>
    </>
  );
}

/** When a closed room opens, in words. */
export function WhenOpen({ room }: { room: Pick<Room, 'opensAt' | 'reason'> }) {
  const { texts, day, time } = useLanguage();
  // It may open at any moment: the next shift would mislead.
  if (room.reason === 'no-advisor') return texts.room.noAdvisor;
  if (!room.opensAt) return null;
  return texts.room.opensAt(day(room.opensAt), time(room.opensAt));
}
