import { useCallback, useEffect, useRef, useState } from 'react';
import type { Forum, ForumItemsPage, ForumItemView } from '../../../protocol/forums';
import { emptyForumLog, withPage, type ForumLog } from '../../ui/forum/forumLog';
import { createSocketClient } from '../../ui/socket/socketClient';
import { ApiProblem, callApi } from '../app/api';
import { openSocket } from '../app/socket';

/** While no socket is open (nobody signed in, a network that lets none through) it is asked this often. */
const POLL_MS = 4_000;

export interface LiveForum {
  forum?: Forum;
  log: ForumLog;
  problem?: ApiProblem;
  /** Takes what the server has just answered with. */
  take: (item: ForumItemView) => void;
}

/** A forum as it goes on: the socket says when its log has grown, what is new is asked for by its seq. */
export function useForum(forumId: string, isSignedIn: boolean): LiveForum {
  const path = `/api/forums/${encodeURIComponent(forumId)}`;
  const [forum, setForum] = useState<Forum>();
  const [log, setLog] = useState<ForumLog>(emptyForumLog('announced'));
  const [problem, setProblem] = useState<ApiProblem>();
  const held = useRef(0);

  const ask = useCallback(async (): Promise<void> => {
    try {
      const page = await callApi<ForumItemsPage>(`${path}/items?after=${held.current}`);
      held.current = Math.max(held.current, page.lastSeq);
      setLog((before) => withPage(before, page));
      setProblem(undefined);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    }
  }, [path]);

  useEffect(() => {
    callApi<Forum>(path).then(setForum, (error: unknown) => {
      if (error instanceof ApiProblem) setProblem(error);
    });
  }, [path, log.state, isSignedIn]);

  useEffect(() => {
    // Who signs in sees more of what was said before.
    held.current = 0;
    void ask();
    let isTold = false;
    const timer = setInterval(() => {
      if (!isTold && !document.hidden) void ask();
    }, POLL_MS);
    if (!isSignedIn) return () => clearInterval(timer);
    const socket = createSocketClient({
      open: openSocket,
      onFrame: (frame) => {
        if (frame.type === 'forum' && frame.forumId === forumId && frame.lastSeq > held.current) void ask();
      },
      onStatus: (status) => {
        isTold = status === 'open';
        if (!isTold) return;
        socket.send({ type: 'subscribe-forum', forumId });
        void ask();
      },
      lastSeqOf: () => 0,
      outboxOf: () => [],
      random: Math.random,
      timers: { set: (run, ms) => setTimeout(run, ms), clear: (id) => clearTimeout(id as number) },
    });
    return () => {
      clearInterval(timer);
      socket.close();
    };
  }, [forumId, isSignedIn, ask]);

  const take = useCallback((item: ForumItemView): void => {
    setLog((before) => withPage(before, { items: [item], lastSeq: before.lastSeq, state: before.state }));
  }, []);
  return { log, take, ...(forum ? { forum } : {}), ...(problem ? { problem } : {}) };
}
