import path from 'node:path';
import { startScheduledInstance } from '../activities/startScheduledInstance';
import { reconcileSchedules, startScheduleNow } from '../temporal/schedules';
import { startProcessBed, type ProcessBed } from '../test/support/processes';

jest.setTimeout(60_000);

let bed: ProcessBed;
beforeAll(async () => {
  bed = await startProcessBed();
});
afterAll(() => bed.stop());

const instances = () => bed.store.state.list('instances', { processId: { eq: 'every-second' } });

async function untilThereAre(count: number): Promise<void> {
  for (const deadline = Date.now() + 15_000; Date.now() < deadline;) {
    if ((await instances()).length >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Expected ${count} instances, but there are ${(await instances()).length}`);
}

it('starts an instance at every time, as often as the cycle says, and by hand besides', async () => {
  // given
  const content = await bed.deploy(path.join(__dirname, 'models/timerStart.bpmn'));
  await reconcileSchedules(bed.client, { content, deployedAt: Date.now() }, bed.taskQueue);
  // when
  await untilThereAre(2);
  // A start by hand counts by its second, like any other.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await startScheduleNow(bed.client, 'every-second', 'tick');
  await untilThereAre(3);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  // then
  const all = await instances();
  expect(all).toHaveLength(3);
  expect(all.map(({ startedBy }) => startedBy.id)).toEqual(['schedule', 'schedule', 'schedule']);
  await reconcileSchedules(bed.client, { content: { processes: {} }, deployedAt: 0 }, bed.taskQueue);
});

it('starts one instance for one time, however often it is asked', async () => {
  // given
  const activity = startScheduledInstance(bed);
  const at = { scheduleId: 'timer-start:every-second:tick', processId: 'every-second', startElementId: 'tick' };
  const [first, second] = ['2026-01-05T13:00:00.000Z', '2026-01-05T14:00:00.000Z'];
  // when
  const key = await activity({ ...at, scheduledFor: first });
  const again = await activity({ ...at, scheduledFor: first });
  const later = await activity({ ...at, scheduledFor: second });
  const gone = await activity({ ...at, processId: 'no-longer-in-force', scheduledFor: first });
  // then
  expect(again).toBe(key);
  expect(later).not.toBe(key);
  expect(gone).toBeNull();
});
