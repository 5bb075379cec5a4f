import fc from 'fast-check';
import { failureOfCase, randomCases } from '../testing/random';

const CASES = 500;

describe('generated processes', () => {
  it('end with nothing open, the same whether or not they are restored after every step', async () => {
    const property = fc.asyncProperty(randomCases, async (value) => expect(await failureOfCase(value)).toBeUndefined());
    await fc.assert(property, { numRuns: CASES });
  }, 60_000);
});
