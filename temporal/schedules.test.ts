import { Client, Connection } from '@temporalio/client';
import type { ProcessDefinition } from '../engine';
import { freshDatabaseName, sharedTemporalAddress } from '../test/support/services';
import { nextScheduledTimes, reconcileSchedules, wantedSchedules } from './schedules';

const DEPLOYED_AT = Date.parse('2026-03-02T15:00:00Z');

function release(...starts: [processId: string, kind: 'date' | 'duration' | 'cycle', value: string][]) {
  const processes = starts.map(([id, kind, value]) => {
    const startEvents = [{ elementId: 'start', kind: 'timer', timer: { kind, value } }];
    return [id, { id, startEvents } as ProcessDefinition] as const;
  });
  return { content: { processes: Object.fromEntries(processes) }, deployedAt: DEPLOYED_AT };
}

const timesOf = (kind: 'date' | 'duration' | 'cycle', value: string) => {
  const [wanted] = wantedSchedules(release(['monthly', kind, value]).content, DEPLOYED_AT);
  return wanted && { spec: wanted.spec, remainingActions: wanted.remainingActions };
};

describe('the schedule of a timer start', () => {
  it('takes cron with seconds in the time of Bogotá', () => {
    expect(timesOf('cycle', '0 0 8 1 * *')?.spec).toEqual({
      cronExpressions: ['0 0 8 1 * * *'],
      timezone: 'America/Bogota',
    });
  });

  it('repeats a cycle from the deployment on, as often as it says', () => {
    const times = timesOf('cycle', 'R3/PT7H');
    expect(times?.remainingActions).toBe(3);
    expect(times?.spec.startAt).toEqual(new Date(DEPLOYED_AT));
    const [interval] = times?.spec.intervals ?? [];
    expect((DEPLOYED_AT - Number(interval?.offset)) % Number(interval?.every)).toBe(0);
  });

  it('fires a date and a duration once', () => {
    const once = timesOf('date', '2026-12-01T08:00:00-05:00');
    expect(once?.remainingActions).toBe(1);
    expect(once?.spec.calendars).toEqual([
      { year: 2026, month: 'DECEMBER', dayOfMonth: 1, hour: 13, minute: 0, second: 0 },
    ]);
    expect(timesOf('duration', 'P1DT1H')?.spec.calendars?.[0]).toMatchObject({ dayOfMonth: 3, hour: 16 });
  });
});

describe('reconciling on a real server', () => {
  jest.setTimeout(30_000);
  let client: Client;
  beforeAll(async () => {
    client = new Client({ connection: await Connection.connect({ address: sharedTemporalAddress() }) });
  });
  afterAll(() => client.connection.close());

  it('creates, changes and deletes schedules until they are those of the release', async () => {
    // given
    const queue = freshDatabaseName();
    const [first, second] = [`a-${queue}`, `b-${queue}`];
    const next = async (processId: string) => (await nextScheduledTimes(client, processId, 'start'))[0]?.toISOString();
    // when
    await reconcileSchedules(
      client,
      release([first, 'cycle', '0 30 7 1 1 *'], [second, 'cycle', '0 0 0 1 1 *']),
      queue,
    );
    // then
    expect(await next(first)).toMatch(/-01-01T12:30:00/);
    expect(await next(second)).toMatch(/-01-01T05:00:00/);
    // when
    await reconcileSchedules(client, release([first, 'cycle', '0 30 9 1 1 *']), queue);
    // then
    expect(await next(first)).toMatch(/-01-01T14:30:00/);
    expect(await next(second)).toBeUndefined();
    await reconcileSchedules(client, release(), queue);
  });
});
