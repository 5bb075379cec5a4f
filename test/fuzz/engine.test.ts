import fc from 'fast-check';
import type { RandomCase } from '../../engine/testing/random';
import { engine } from './engine';
import { keptFailures } from './subject';

const FRESH = fc
  .sample(engine.cases, { seed: 1, numRuns: 5 })
  .map((value, index) => [`fresh ${index}`, value] as const);
const KEPT = keptFailures('engine').map(([name, { value }]) => [name, value as RandomCase] as const);

describe('random processes, and those that failed once', () => {
  it.each([...FRESH, ...KEPT])('%s runs like its restored twin', async (_name, value) => {
    expect(await engine.check(value)).toBeUndefined();
  });
});
