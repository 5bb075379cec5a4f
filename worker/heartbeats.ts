import type { Context } from '@temporalio/activity';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';

const INTERVAL_MS = 2_000;

/**
 * Sends heartbeats for every activity, so that one whose worker died is tried again after seconds (its heartbeat
 * timeout) and not after minutes. An activity that is done within 2 s sends none.
 */
export function heartbeats(context: Context): { inbound: ActivityInboundCallsInterceptor } {
  return {
    inbound: {
      execute: async (input: ActivityExecuteInput, next: Next<ActivityInboundCallsInterceptor, 'execute'>) => {
        const timer = setInterval(() => context.heartbeat(), INTERVAL_MS);
        try {
          return await next(input);
        } finally {
          clearInterval(timer);
        }
      },
    },
  };
}
