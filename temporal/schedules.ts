import { createHash } from 'node:crypto';
import {
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleOptions,
  type ScheduleSpec,
} from '@temporalio/client';
import type { ReleaseContent } from '../engine/model/release';
import { PROCESS_TASK_QUEUE, TIMER_START_WORKFLOW } from '../protocol/workflow';
import type { TimerStartInput } from './input';

const PREFIX = 'timer-start:';
const TIME_ZONE = 'America/Bogota';

/** A timer start of the release in force, as the Schedule that stands for it. */
export interface WantedSchedule {
  scheduleId: string;
  input: TimerStartInput;
  spec: ScheduleSpec;
  /** How often it fires at most; undefined for ever. */
  remainingActions?: number;
}

/**
 * Makes Temporal's Schedules equal to the timer starts of a release: creates, changes and deletes. Run it at every
 * deployment and again now and then; a Schedule that is as wanted is left alone.
 * @param deployedAt when the release came into force, epoch milliseconds: durations count from it
 */
export async function reconcileSchedules(
  client: Client,
  release: { content: Pick<ReleaseContent, 'processes'>; deployedAt: number },
  taskQueue: string = PROCESS_TASK_QUEUE,
): Promise<void> {
  const wanted = wantedSchedules(release.content, release.deployedAt);
  const ids = new Set(wanted.map(({ scheduleId }) => scheduleId));
  for await (const { scheduleId } of client.schedule.list())
    if (scheduleId.startsWith(PREFIX) && !ids.has(scheduleId)) await deleteSchedule(client, scheduleId);
  for (const one of wanted) await putSchedule(client, one, taskQueue);
}

/** Starts a timer start now, beside its times. */
export async function startScheduleNow(client: Client, processId: string, startElementId: string): Promise<void> {
  await client.schedule.getHandle(scheduleIdOf(processId, startElementId)).trigger(ScheduleOverlapPolicy.ALLOW_ALL);
}

/** When a timer start fires next, at most ten times; none for one that has no Schedule. */
export async function nextScheduledTimes(client: Client, processId: string, startElementId: string): Promise<Date[]> {
  try {
    const handle = client.schedule.getHandle(scheduleIdOf(processId, startElementId));
    return (await handle.describe()).info.nextActionTimes;
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return [];
    throw error;
  }
}

/** The Schedules that stand for the timer starts of a release. */
export function wantedSchedules(content: Pick<ReleaseContent, 'processes'>, deployedAt: number): WantedSchedule[] {
  return Object.values(content.processes).flatMap(({ id: processId, startEvents }) =>
    startEvents.flatMap((start) => {
      if (start.kind !== 'timer') return [];
      const scheduleId = scheduleIdOf(processId, start.elementId);
      const input = { scheduleId, processId, startElementId: start.elementId };
      return [{ scheduleId, input, ...timesOf(start.timer, deployedAt) }];
    }),
  );
}

function scheduleIdOf(processId: string, startElementId: string): string {
  return `${PREFIX}${processId}:${startElementId}`;
}

type Times = Pick<WantedSchedule, 'spec' | 'remainingActions'>;

function timesOf(timer: { kind: 'date' | 'duration' | 'cycle'; value: string }, deployedAt: number): Times {
  switch (timer.kind) {
    case 'date':
      return once(Date.parse(timer.value));
    case 'duration':
      return once(deployedAt + durationMs(timer.value));
    case 'cycle':
      return timer.value.startsWith('R') ? repeated(timer.value, deployedAt) : { spec: cron(timer.value) };
  }
}

function once(at: number): Times {
  const moment = new Date(at);
  const calendar = {
    year: moment.getUTCFullYear(),
    month: MONTHS[moment.getUTCMonth()] ?? 'JANUARY',
    dayOfMonth: moment.getUTCDate(),
    hour: moment.getUTCHours(),
    minute: moment.getUTCMinutes(),
    second: moment.getUTCSeconds(),
  };
  return { spec: { calendars: [calendar], timezone: 'UTC' }, remainingActions: 1 };
}

const MONTHS = [
  'JANUARY',
  'FEBRUARY',
  'MARCH',
  'APRIL',
  'MAY',
  'JUNE',
  'JULY',
  'AUGUST',
  'SEPTEMBER',
  'OCTOBER',
  'NOVEMBER',
  'DECEMBER',
] as const;

/** `Rn/[start/]period`: n repetitions (none given: for ever) from the start, by default from the deployment. */
function repeated(value: string, deployedAt: number): Times {
  const [repetitions = '', ...rest] = value.split('/');
  const period = durationMs(rest.at(-1) ?? '');
  const start = rest.length > 1 ? Date.parse(rest[0] ?? '') : deployedAt;
  const spec = { intervals: [{ every: period, offset: start % period }], startAt: new Date(start) };
  return { spec, remainingActions: repetitions.length > 1 ? Number(repetitions.slice(1)) : undefined };
}

/** Camunda's cron has six fields and begins with seconds; Temporal's with seconds has a year at its end. */
function cron(value: string): ScheduleSpec {
  return { cronExpressions: [`${value} *`], timezone: TIME_ZONE };
}

/** Length of an ISO 8601 duration; a month counts 30 days and a year 365, as Schedules know no calendar intervals. */
function durationMs(value: string): number {
  const match = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(
    value,
  );
  if (!match) throw new Error(`Expected an ISO 8601 duration, but got ${value}`);
  const seconds = [365 * 86_400, 30 * 86_400, 7 * 86_400, 86_400, 3_600, 60, 1];
  return seconds.reduce((sum, unit, index) => sum + unit * Number(match[index + 1] ?? 0), 0) * 1_000;
}

async function putSchedule(client: Client, wanted: WantedSchedule, taskQueue: string): Promise<void> {
  const fingerprint = createHash('sha256').update(JSON.stringify(wanted)).digest('hex');
  const handle = client.schedule.getHandle(wanted.scheduleId);
  try {
    if ((await handle.describe()).state.note === fingerprint) return;
    await handle.update(() => optionsOf(wanted, fingerprint, taskQueue));
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
    await client.schedule.create({ scheduleId: wanted.scheduleId, ...optionsOf(wanted, fingerprint, taskQueue) });
  }
}

async function deleteSchedule(client: Client, scheduleId: string): Promise<void> {
  try {
    await client.schedule.getHandle(scheduleId).delete();
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
}

/** ALLOW_ALL, since the default skips a start while an earlier one is open; a week of outage is caught up. */
function optionsOf(
  wanted: WantedSchedule,
  fingerprint: string,
  taskQueue: string,
): Omit<ScheduleOptions, 'scheduleId'> & { state: object } {
  const { spec, input, remainingActions } = wanted;
  return {
    spec,
    action: { type: 'startWorkflow', workflowType: TIMER_START_WORKFLOW, taskQueue, args: [input] },
    policies: { overlap: ScheduleOverlapPolicy.ALLOW_ALL, catchupWindow: '7 days', pauseOnFailure: false },
    state: { note: fingerprint, paused: false, remainingActions },
  };
}
