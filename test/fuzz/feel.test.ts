import { feel, type FeelCase } from './feel';
import { failureOf, keptFailures } from './subject';

describe('FEEL that failed once', () => {
  it.each(keptFailures('feel'))('%s does no more', async (_name, { value }) => {
    expect(await failureOf(feel, value as FeelCase)).toBeUndefined();
  });
});
