import { useCallback, useEffect, useState } from 'react';
import { ApiProblem, callApi } from './api';

/** What a GET gave so far. */
export interface Loaded<T> {
  value?: T;
  problem?: ApiProblem;
  reload: () => void;
}

/** A GET whose answer is shown; asked again every `everyMs` while the page is seen. No path, no request. */
export function useLoaded<T>(path: string | undefined, everyMs?: number): Loaded<T> {
  const [state, setState] = useState<{ path?: string; value?: T; problem?: ApiProblem }>({});
  const load = useCallback(async (): Promise<void> => {
    if (path === undefined) return;
    try {
      const value = await callApi<T>(path);
      setState({ path, value });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      // What was there stays: old figures are better than none while the line is down.
      setState((before) => (before.path === path ? { ...before, problem: error } : { path, problem: error }));
    }
  }, [path]);

  useEffect(() => {
    void load();
    if (!everyMs) return;
    const timer = setInterval(() => {
      if (!document.hidden) void load();
    }, everyMs);
    return () => clearInterval(timer);
  }, [load, everyMs]);

  const reload = useCallback(() => void load(), [load]);
  if (state.path !== path) return { reload };
  return {
    reload,
    ...(state.value === undefined ? {} : { value: state.value }),
    ...(state.problem ? { problem: state.problem } : {}),
  };
}
