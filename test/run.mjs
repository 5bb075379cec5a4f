/**
 * `npm test`: everything, from nothing. Installs what is missing, builds once, runs the static checks and the jest
 * projects, prints where the time went, and ends with the plain line `N passed, M failed`.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from '../standalone/build.mjs';
import { checkNode, ensureDependencies, ROOT, runLogged } from '../standalone/install.mjs';
import { createProgress } from '../standalone/progress.mjs';
import { ensureTools, SetupError } from '../standalone/tools.mjs';

/** Seconds that each part may take on two cores; docs/testing.md. Over it is told, not failed: machines differ. */
const BUDGET = { install: 40, build: 10, checks: 80, unit: 230, scenarios: 40, browser: 90, faults: 110 };
const REPORTS = path.join(ROOT, '.cache', 'reports');

const progress = createProgress();
const rows = [];
let passed = 0;
let failed = 0;

async function timed(name, work) {
  progress.step(name);
  const started = Date.now();
  const result = await work();
  rows.push({ name, seconds: (Date.now() - started) / 1000, result });
}

const counted = (good, bad) => {
  passed += good;
  failed += bad;
  return bad === 0 ? `${good} passed` : `${good} passed, ${bad} failed`;
};

async function runChecks() {
  const { checks, runCheck } = await import('./checks.mjs');
  const results = [];
  // two at a time: there are two cores
  const queue = [...checks];
  const lane = async () => {
    for (let check = queue.shift(); check; check = queue.shift()) results.push(await runCheck(check));
  };
  await Promise.all([lane(), lane()]);
  const bad = results.filter(({ ok }) => !ok);
  for (const { name, output } of bad) console.log(`\nFAILED ${name}\n${output}`);
  return counted(results.length - bad.length, bad.length);
}

async function runJest(project) {
  const report = path.join(REPORTS, `${project}.json`);
  rmSync(report, { force: true });
  const jest = path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const args = [jest, '--selectProjects', project, '--passWithNoTests', '--json', '--outputFile', report];
  const { code, output } = await runLogged(process.execPath, [...args, '--silent=false'], { NO_COLOR: '1' });
  if (!existsSync(report)) {
    if (code === 0) return counted(0, 0);
    console.log(output);
    return counted(0, 1);
  }
  const result = JSON.parse(readFileSync(report, 'utf8'));
  if (!result.success) console.log(failuresOf(result));
  // a file that does not even load counts as one failed test
  return counted(result.numPassedTests, result.numFailedTests + result.numRuntimeErrorTestSuites);
}

function failuresOf(result) {
  return result.testResults
    .filter(({ status }) => status === 'failed')
    .map(({ name, message }) => `\nFAILED ${path.relative(ROOT, name)}\n${message}`)
    .join('\n');
}

function printBudget() {
  console.log('\npart        seconds  budget');
  for (const { name, seconds, result } of rows) {
    const over = seconds > BUDGET[name] ? '  over budget' : '';
    const figures = `${seconds.toFixed(1).padStart(7)} ${String(BUDGET[name]).padStart(7)}`;
    console.log(`${name.padEnd(11)} ${figures}  ${result ?? ''}${over}`);
  }
}

async function main() {
  checkNode();
  mkdirSync(REPORTS, { recursive: true });
  await timed('install', async () => {
    await Promise.all([ensureDependencies(), ensureTools()]);
  });
  await timed('build', async () => {
    try {
      await build();
      return counted(1, 0);
    } catch (error) {
      console.log(error.message);
      return counted(0, 1);
    }
  });
  await timed('checks', runChecks);
  for (const project of ['unit', 'scenarios', 'browser', 'faults']) await timed(project, () => runJest(project));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  failed += 1;
}
progress.end();
printBudget();
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
