import type { ReactNode } from 'react';
import { useTexts } from './language';
import { Link, useAddress } from './router';

/** The two ways to be known, which lead back here; `children` say what for. */
export function WhoAreYou({ children }: { children: ReactNode }) {
  const { room } = useTexts();
  const next = `?siguiente=${encodeURIComponent(useAddress().pathname)}`;
  return (
    <div className="card who-are-you">
      <p>{children}</p>
      <div className="choices">
        <Link to={`/registro${next}`} className="button">
          {room.newHere}
        </Link>
        <Link to={`/ingresar${next}`} className="button button-quiet">
          {room.knownHere}
        </Link>
      </div>
    </div>
  );
}
