import path from 'node:path';
import { Playground } from '../../standalone/seed/playProcesses';
import { readProcessScenarios } from '../../standalone/seed/processScenario';
import { ensureDemoAccounts } from '../../standalone/accounts';
import { deployProcedures, readProcedures } from '../../standalone/procedures';
import { prepareCollections } from '../../store/collections';
import { connectStore, type Store } from '../../store/connect';
import { freshDatabaseName, sharedStoreUri } from '../support/services';

/** Processes as they are deployed, with their forms, jobs and registers, from the first step to the last. */

jest.setTimeout(60_000);
const DEFINITIONS = path.resolve(__dirname, '../../definitions');
const scenarios = readProcessScenarios(path.join(DEFINITIONS, 'chat-attention/scenarios/processes'));

let store: Store;
beforeAll(async () => {
  store = await connectStore(sharedStoreUri(), { databaseName: freshDatabaseName(), secret: 'a secret of the tests' });
  await prepareCollections(store);
  const owner = await ensureDemoAccounts(store, 'a password of the tests', '2026-01-05T13:00:00Z');
  await deployProcedures(store, readProcedures(DEFINITIONS), owner);
});
afterAll(() => store.close());

it.each(scenarios)('$id: $title', async ({ at, steps, expect: expected }) => {
  // given
  const playground = await Playground.open(store, Date.parse(at), { publicUrl: 'http://localhost' });
  // when
  for (const step of steps) await playground.play(step);
  // then
  const { instances } = playground.world;
  const stillOpen = instances.flatMap(({ input, memory }) =>
    memory.end?.state === 'COMPLETED'
      ? []
      : [
          [input.program.processId, ...Object.values(memory.execution.elements).map(({ elementId }) => elementId)].join(
            ' ',
          ),
        ],
  );
  expect(stillOpen).toEqual([]);
  expect(new Set(instances.map(({ input }) => input.program.processId))).toEqual(new Set(expected.completed));
  const keys = instances.map(({ input }) => input.processInstanceKey);
  const elements = await store.state.list('elements', { processInstanceKey: { in: keys } });
  const completed = elements.flatMap(({ state, elementId }) => (state === 'COMPLETED' ? [elementId] : []));
  expect(completed).toEqual(expect.arrayContaining(expected.elements));
  const entries = (await Promise.all(keys.map((key) => store.registers.ofInstance(key)))).flat();
  for (const [register, { entries: count, one }] of Object.entries(expected.registers)) {
    const own = entries.filter((entry) => entry.register === register);
    expect({ register, count: own.length }).toEqual({ register, count });
    expect(own.map(({ data }) => data)).toContainEqual(expect.objectContaining(one));
  }
});
