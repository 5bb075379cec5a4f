/**
 * The static checks, each with its command: `npm run check` runs them all and prints what failed.
 * Other runs (test/run.mjs) take the list from here.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, runLogged } from '../standalone/install.mjs';

const bin = (name) => path.join(ROOT, 'node_modules', '.bin', name);
const FOLDERS = [
  'protocol',
  'engine',
  'domain',
  'workflows',
  'activities',
  'temporal',
  'worker',
  'store',
  'api',
  'web',
];
const ENDS = ['standalone', 'test', 'bench'].filter((name) => existsSync(path.join(ROOT, name)));

/** @type {{name: string, command: string, args: string[], accept?: (output: string) => string | undefined}[]} */
export const checks = [
  { name: 'types of the server', command: bin('tsc'), args: ['--noEmit', '-p', 'tsconfig.json'] },
  { name: 'types of the web', command: bin('tsc'), args: ['--noEmit', '-p', 'web/tsconfig.json'] },
  { name: 'eslint', command: bin('eslint'), args: ['.'] },
  { name: 'prettier', command: bin('prettier'), args: ['--check', '--log-level', 'warn', '.'] },
  {
    name: 'import arrow',
    command: bin('depcruise'),
    args: ['--config', '.dependency-cruiser.mjs', ...FOLDERS, ...ENDS],
    // a cruise that sees nothing finds no violation either
    accept: (output) =>
      /\b[1-9]\d* modules/.test(output) ? undefined : 'Expected modules to be cruised, but saw none',
  },
  { name: 'unused code and packages', command: bin('knip'), args: ['--no-progress'] },
];

/**
 * Runs one check.
 * @returns {Promise<{name: string, ok: boolean, seconds: number, output: string}>}
 */
export async function runCheck({ name, command, args, accept }) {
  const started = Date.now();
  if (!existsSync(command)) return { name, ok: false, seconds: 0, output: `${command} is not installed` };
  const { code, output } = await runLogged(command, args, { NO_COLOR: '1' });
  const refusal = code === 0 ? accept?.(output) : undefined;
  return {
    name,
    ok: code === 0 && !refusal,
    seconds: (Date.now() - started) / 1000,
    output: refusal ?? output,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let failed = 0;
  for (const check of checks) {
    const { name, ok, seconds, output } = await runCheck(check);
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`);
    if (ok) continue;
    failed += 1;
    console.log(output);
  }
  process.exit(failed === 0 ? 0 : 1);
}
