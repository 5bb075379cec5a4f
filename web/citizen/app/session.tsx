import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Person, SessionAnswer } from '../../../protocol/product';
import { ApiProblem, callApi, keepToken } from './api';

interface Session {
  /** undefined while it isn't known yet, null when nobody is signed in. */
  person: Person | null | undefined;
  signIn: (username: string, password: string, code?: string) => Promise<void>;
  signOut: () => Promise<void>;
  /** The server says that the session is over. */
  lapse: () => void;
}

const Context = createContext<Session | undefined>(undefined);

/** Who is signed in. */
export function useSession(): Session {
  const session = useContext(Context);
  if (!session) throw new Error('Expected a session around this part, but there is none');
  return session;
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const [person, setPerson] = useState<Person | null | undefined>(undefined);

  useEffect(() => {
    callApi<{ person: Person }>('/api/session').then(
      (answer) => setPerson(answer.person),
      () => setPerson(null),
    );
  }, []);

  const signIn = useCallback(async (username: string, password: string, code?: string): Promise<void> => {
    const answer = await callApi<SessionAnswer>('/api/session', {
      method: 'POST',
      body: { username, password, ...(code ? { code } : {}) },
    });
    keepToken(answer.token);
    setPerson(answer.person);
  }, []);

  const lapse = useCallback(() => {
    keepToken(undefined);
    setPerson(null);
  }, []);

  const signOut = useCallback(async (): Promise<void> => {
    try {
      await callApi('/api/session', { method: 'DELETE' });
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
    }
    lapse();
  }, [lapse]);

  const session = useMemo(() => ({ person, signIn, signOut, lapse }), [person, signIn, signOut, lapse]);
  return <Context.Provider value={session}>{children}</Context.Provider>;
}
