import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, type ReactNode } from 'react';
import { api, ApiError } from '../../ui/api';

export interface Person {
  id: string;
  name: string;
  roles: string[];
}

const SessionContext = createContext<Person | null>(null);

/** The person who is logged in. Only used below `SessionGate`. */
export function usePerson(): Person {
  const person = useContext(SessionContext);
  if (!person) throw new Error('usePerson needs SessionGate above it');
  return person;
}

export const sessionQuery = {
  queryKey: ['session'],
  queryFn: () =>
    api<{ person: Person }>('/api/session').then(
      ({ person }) => person,
      (error: unknown) => {
        if (error instanceof ApiError && error.problem.status === 401) return null;
        throw error;
      },
    ),
  staleTime: 60_000,
};

/** Shows `children` to who is logged in, `login` to who isn't, `fallback` while it asks. */
export function SessionGate(props: {
  children: ReactNode;
  login: ReactNode;
  fallback: ReactNode;
  failure: (retry: () => void) => ReactNode;
}) {
  const { data, isPending, isError, refetch } = useQuery(sessionQuery);
  if (isPending) return props.fallback;
  if (isError) return props.failure(() => void refetch());
  if (!data) return props.login;
  return <SessionContext.Provider value={data}>{props.children}</SessionContext.Provider>;
}

export function useLogout(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await api('/api/session', { method: 'DELETE' });
    queries.clear();
    await queries.invalidateQueries({ queryKey: ['session'] });
  };
}
