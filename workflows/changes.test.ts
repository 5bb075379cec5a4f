import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startProcessBed, type ProcessBed } from '../test/support/processes';
import { CommandRejected } from '../temporal/errors';
import { migrateCommand, migrationTarget, reportMigration } from '../temporal/migration';

jest.setTimeout(60_000);

const MODEL = readFileSync(path.join(__dirname, 'models', 'twoUserTasks.bpmn'), 'utf8');
const MAPPING = [{ sourceElementId: 'first', targetElementId: 'primera' }];

describe.each([
  ['in one run', undefined],
  ['continued as new at every step', 1],
])('%s', (_mode, continueAsNewAfter) => {
  let bed: ProcessBed;
  beforeAll(async () => {
    bed = await startProcessBed({ continueAsNewAfter });
  });
  afterAll(() => bed.stop());

  const deploy = (content: string) => bed.deploy({ name: 'two.bpmn', content });

  it('goes on under another release, and the record makes the same lists again', async () => {
    // given
    await deploy(MODEL);
    const run = await bed.run('two-user-tasks');
    const { key: task } = await run.task('first');
    await bed.store.projection.waitForSeq(run.key, 1, 10_000);
    const before = await bed.store.state.get('instances', run.key);
    await deploy(MODEL.replaceAll('"first"', '"primera"'));
    const target = await migrationTarget(bed.store, 'two-user-tasks');
    if (!before || !target) throw new Error('Expected an instance and a target');
    // when
    const without = await reportMigration(bed, before, target, []);
    const report = await reportMigration(bed, before, target, MAPPING);
    await expect(run.command(migrateCommand(target, []))).rejects.toThrow(CommandRejected);
    const { seq } = await run.command(migrateCommand(target, MAPPING));
    await bed.store.projection.waitForSeq(run.key, seq, 10_000);
    // then
    expect(without.rows.map(({ outcome, elementId }) => `${outcome} ${elementId}`)).toContain('refused first');
    expect(report.isPossible).toBe(true);
    expect(await bed.store.state.get('instances', run.key)).toMatchObject({
      release: target.release.number,
      processDefinitionKey: target.processDefinitionKey,
    });
    expect(await bed.store.state.get('userTasks', task)).toMatchObject({
      elementId: 'primera',
      release: target.release.number,
    });
    await run.complete('primera');
    await run.complete('second');
    expect(await run.ended()).toBe('COMPLETED');
    expect(await bed.store.state.list('elements', { elementId: { eq: 'second' } })).toMatchObject([
      { release: target.release.number },
    ]);
    expect((await bed.store.rebuildState()).different).toEqual([]);
  });

  it('begins and ends elements by hand', async () => {
    await deploy(MODEL);
    const run = await bed.run('two-user-tasks');
    await run.task('first');
    const modification = {
      activateInstructions: [],
      terminateInstructions: [],
      moveInstructions: [{ sourceElementId: 'first', targetElementId: 'second' }],
    };
    await run.command({ type: 'modify', modification });
    await run.complete('second');
    expect(await run.ended()).toBe('COMPLETED');
    expect(await run.trace()).toEqual(expect.arrayContaining(['terminated first', 'completed second']) as string[]);
  });
});
