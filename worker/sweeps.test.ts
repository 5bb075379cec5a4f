import { startSweeps } from './sweeps';

it('goes on after a failure, and stops when told to', async () => {
  // given
  let runs = 0;
  const failures: string[] = [];
  const run = (): Promise<void> => {
    runs += 1;
    return runs === 1 ? Promise.reject(new Error('store away')) : Promise.resolve();
  };
  // when
  const stop = startSweeps([{ name: 'correlation', everyMs: 1, run }], (name) => failures.push(name));
  while (runs < 3) await new Promise((resolve) => setTimeout(resolve, 1));
  await stop();
  const after = runs;
  await new Promise((resolve) => setTimeout(resolve, 10));
  // then
  expect(failures).toEqual(['correlation']);
  expect(runs).toBe(after);
});
