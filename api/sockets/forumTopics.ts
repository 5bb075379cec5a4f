import { ApiError } from '../../protocol/errors';
import type { SocketConnection } from './connection';

/** Many entries in a moment are told once: whoever hears of it asks for all that is new. */
const QUIET_MS = 200;
/** More than anybody looks at: a socket must not fill our memory with names. */
const MOST_FORUMS = 50;
/** Told after a lost feed: larger than any seq that somebody holds. */
const UNKNOWN_SEQ = Number.MAX_SAFE_INTEGER;

/** Who wants to hear that a forum's log has grown. What stands in it is asked for over REST, by each as he may see it. */
export function createForumTopics() {
  const byForum = new Map<string, Set<SocketConnection>>();
  const quiet = new Map<string, { timer: NodeJS.Timeout; lastSeq: number }>();

  function changed(forumId: string, lastSeq: number): void {
    const waiting = quiet.get(forumId);
    if (waiting) {
      waiting.lastSeq = Math.max(waiting.lastSeq, lastSeq);
      return;
    }
    if (!byForum.has(forumId)) return;
    quiet.set(forumId, { lastSeq, timer: setTimeout(() => tell(forumId), QUIET_MS) });
  }

  function tell(forumId: string): void {
    const lastSeq = quiet.get(forumId)?.lastSeq ?? 0;
    quiet.delete(forumId);
    byForum.get(forumId)?.forEach((connection) => connection.send({ type: 'forum', forumId, lastSeq }));
  }

  function unsubscribe(connection: SocketConnection, forumId: string): void {
    const connections = byForum.get(forumId);
    connections?.delete(connection);
    if (connections?.size === 0) byForum.delete(forumId);
  }

  return {
    changed,
    /** Something may have been missed: everybody asks again. */
    lost: (): void => [...byForum.keys()].forEach((forumId) => changed(forumId, UNKNOWN_SEQ)),
    subscribe: (connection: SocketConnection, forumId: string): void => {
      const held = [...byForum.values()].filter((connections) => connections.has(connection));
      if (held.length >= MOST_FORUMS && !byForum.get(forumId)?.has(connection)) throw new ApiError('rate_limited');
      const connections = byForum.get(forumId) ?? new Set();
      byForum.set(forumId, connections.add(connection));
    },
    unsubscribe,
    remove: (connection: SocketConnection): void =>
      [...byForum.keys()].forEach((forumId) => unsubscribe(connection, forumId)),
    stop: (): void => quiet.forEach(({ timer }) => clearTimeout(timer)),
  };
}
