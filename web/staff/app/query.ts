import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '../../ui/api';

/** A refusal is an answer: only what was unreachable or busy is asked again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) =>
        failures < 2 && (!(error instanceof ApiError) || [0, 502, 503].includes(error.problem.status)),
    },
  },
});
