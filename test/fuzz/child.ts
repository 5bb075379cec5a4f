import fc from 'fast-check';
import { failureOf } from './subject';
import { SUBJECTS } from './subjects';

/**
 * Runs the cases of one seed after the other until it is killed. It says which seed comes next before it begins, so
 * that whoever watches knows which one hung or broke it.
 */
function main(): void {
  const [name = '', first = '1'] = process.argv.slice(2);
  const subject = SUBJECTS[name];
  if (!subject) throw new Error(`Expected a subject to fuzz, but got '${name}'`);
  let mostMb = 0;
  const next = (seed: number): void => {
    const [value] = fc.sample(subject.cases, { seed, numRuns: 1 });
    const check = async (): Promise<void> => {
      const failure = await failureOf(subject, value, (grownMb) => (mostMb = Math.max(mostMb, grownMb)));
      if (failure !== undefined) process.send?.({ seed, value, failure });
      setImmediate(next, seed + 1);
    };
    process.send?.({ seed, value, mostMb }, () => void check());
  };
  next(Number(first));
}

main();
