// `npm run fuzz -- SUBJECT [--seconds N] [--seed N]`: random cases until the time is over. Prints each failure, keeps it
// in test/fuzz/failures/SUBJECT/SEED.json and ends with the line `N cases, M failures`.
import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

const require = createRequire(import.meta.url);
const hook = path.resolve(import.meta.dirname, '../support/swc.cjs');
require(hook);
const { keepFailure } = require('./subject.ts');
const { SUBJECTS } = require('./subjects.ts');

/** The heap of a case, 64 MB, and what the subject's code and the runner take. */
const HEAP_MB = 64 + 48;
/** A case that has said nothing for so long hangs. */
const HANG_MS = 10_000;

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string' } },
  allowPositionals: true,
});
const [name = ''] = positionals;
if (!Object.hasOwn(SUBJECTS, name)) {
  console.error(`Expected one of ${Object.keys(SUBJECTS).join(', ')}, but got '${name}'`);
  process.exit(2);
}
const first = Number(values.seed ?? Math.floor(Math.random() * 2 ** 30));
const end = Date.now() + Number(values.seconds) * 1_000;
let cases = 0;
let failures = 0;
let mostMb = 0;

function fail({ seed, value, failure }) {
  failures++;
  console.log(
    `seed ${seed}: ${failure}\n  ${JSON.stringify(value).slice(0, 300)}\n  kept in ${keepFailure(name, { seed, failure, value })}`,
  );
}

/** Runs cases from a seed on until the time is over or the process breaks; gives the seed to go on with. */
function runFrom(seed) {
  return new Promise((resolve) => {
    const execArgv = ['-r', hook, `--max-old-space-size=${HEAP_MB}`];
    const child = fork(path.join(import.meta.dirname, 'child.ts'), [name, String(seed)], { execArgv, silent: true });
    let current = { seed };
    let heard = Date.now();
    let broken;
    let stderr = '';
    child.stderr.on('data', (chunk) => (stderr = (stderr + chunk).slice(-2_000)));
    child.on('message', (message) => {
      heard = Date.now();
      if (message.failure !== undefined) return fail(message);
      cases++;
      mostMb = Math.max(mostMb, message.mostMb);
      current = message;
    });
    const watch = setInterval(() => {
      if (Date.now() - heard > HANG_MS) broken = `hung for ${HANG_MS} ms`;
      if (broken || Date.now() > end) child.kill('SIGKILL');
    }, 100);
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      if (signal !== 'SIGKILL')
        broken = `ended its process with ${signal ?? code}: ${/heap out of memory/.test(stderr) ? `more than ${HEAP_MB} MB of heap` : stderr.slice(-600)}`;
      if (broken) fail({ ...current, failure: broken });
      resolve(current.seed + 1);
    });
  });
}

console.log(`fuzzing ${name} for ${values.seconds} s from seed ${first}`);
for (let seed = first; Date.now() < end;) seed = await runFrom(seed);
console.log(`the heap grew by ${Math.round(mostMb)} MB at most in a case`);
console.log(`${cases} cases, ${failures} failures`);
process.exitCode = failures > 0 ? 1 : 0;
