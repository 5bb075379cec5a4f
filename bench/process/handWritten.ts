import {
  CancellationScope,
  condition,
  defineUpdate,
  isCancellation,
  proxyActivities,
  setHandler,
  sleep,
} from '@temporalio/workflow';
import type { EngineActivities } from '../../activities/types';
import type { EngineEvent, RecordedEvent } from '../../protocol/events';
import type { Variables } from '../../protocol/json';
import {
  COMMAND_UPDATE,
  type CommandEnvelope,
  type CommandResult,
  type InstanceCommand,
  type JobInput,
  type JobOutput,
} from '../../protocol/workflow';
import type { InstanceFacts } from '../../temporal/input';
import type { EventsAt, Moment } from './moments';

/** Put into the bundle by the benchmark: see `eventSource`. */
declare const REQUEST_EVENTS: Record<Moment, EventsAt>;

const { project } = proxyActivities<Pick<EngineActivities, 'project'>>({
  startToCloseTimeout: '15s',
  heartbeatTimeout: '5s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '5s' },
});
const jobs = proxyActivities<Record<string, (input: JobInput) => Promise<JobOutput>>>({
  startToCloseTimeout: '60s',
  heartbeatTimeout: '10s',
  scheduleToCloseTimeout: '10 minutes',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s' },
});
const command = defineUpdate<CommandResult, [CommandEnvelope]>(COMMAND_UPDATE);

const MINUTE = 60_000;

/**
 * The answered request as one would write it by hand on Temporal: the same activities, waits, timers and `project`
 * batches as `request-handling.bpmn`, and nothing that interprets.
 */
export default async function requestHandling(input: InstanceFacts): Promise<{ state: string }> {
  const { processInstanceKey, variables, release } = input;
  const prefix = processInstanceKey.slice(0, 13);
  const outbox: RecordedEvent[] = [];
  const state: CommandResult = { seq: 0, openTasks: [], state: 'ACTIVE' };
  let projected = { seq: 0, head: '0'.repeat(64) };
  let sending: Promise<void> | null = null;

  async function send(): Promise<void> {
    while (outbox.length > 0) {
      const before = projected.seq;
      projected = await project({ processInstanceKey, previousHead: projected.head, entries: [...outbox] });
      outbox.splice(0, projected.seq - before);
    }
    sending = null;
  }

  function record(moment: Moment): EngineEvent[] {
    const entries = REQUEST_EVENTS[moment](prefix, variables, new Date().toISOString());
    outbox.push(...entries);
    state.seq += entries.length;
    sending ??= send();
    return entries.map(({ event }) => event);
  }

  async function job(events: EngineEvent[], given: Variables): Promise<JobOutput> {
    const created = events.find((event) => event.type === 'job.created');
    if (created?.type !== 'job.created') throw new Error('Expected a job');
    const { key: jobKey, jobType, elementId, elementInstanceKey } = created;
    const of = { processInstanceKey, processId: 'request-handling', release: release.number };
    return (
      (await jobs[jobType]?.({ ...of, elementInstanceKey, jobKey, elementId, headers: {}, variables: given })) ?? {}
    );
  }

  const firstReply = timer(5 * MINUTE);
  const idle = timer(10 * MINUTE);
  const survey = timer(24 * 60 * MINUTE);
  const reached: Record<'answered' | 'rated', EngineEvent[] | null> = { answered: null, rated: null };

  function handle(given: InstanceCommand): CommandResult {
    if (given.type === 'assignUserTask') record('assigned');
    else if (given.type === 'correlateMessage') {
      record('replied');
      firstReply.cancel();
    } else if (given.type === 'completeUserTask') {
      const moment = reached.answered ? 'rated' : 'answered';
      reached[moment] = record(moment);
    }
    return { ...state };
  }
  setHandler(command, (envelope) => handle(envelope.command));

  await job(record('started'), { requestNumber: variables.requestNumber ?? null });
  record('registered');
  firstReply.start();
  idle.start();
  await condition(() => reached.answered !== null);
  idle.cancel();
  const { requestNumber = null, type = null, area = null } = variables;
  const closing = { requestNumber, outcome: 'answered', type, area, declaredType: type, declaredArea: area };
  await job(reached.answered ?? [], { ...closing, referralNumber: null });
  record('closed');
  survey.start();
  await condition(() => reached.rated !== null);
  survey.cancel();
  await condition(() => sending === null);
  return { state: 'COMPLETED' };
}

function timer(ms: number): { start(): void; cancel(): void } {
  const scope = new CancellationScope();
  return {
    start: () => {
      scope
        .run(() => sleep(ms))
        .catch((error: unknown) => {
          if (!isCancellation(error)) throw error;
        });
    },
    cancel: () => scope.cancel(),
  };
}
