import { feel, type FeelCase } from './feel';
import { keptFailures } from './subject';

// How long a case takes is for the fuzzer, which has a process of its own: here it must end, and rightly.
describe('FEEL that failed once', () => {
  it.each(keptFailures('feel'))('%s does no more', async (_name, { value }) => {
    expect(await feel.check(value as FeelCase)).toBeUndefined();
  });
});
