// `npm run conformance -- SUITE DIR [--csv FILE] [--temporal]`: runs a conformance suite from a folder. Prints each failure and ends
// with the line `N passed, M failed`; exits with 0 whatever the score. `--csv` also writes a line a case, in the form
// that the suite's own site takes. `--temporal` runs the cases as workflows, on servers of its own.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';

const require = createRequire(import.meta.url);
require('../support/swc.cjs');

/** Each exports `run(dir, report)`; `report(group, name, failure?)` is called once a case. `csvLine` takes the same. */
const SUITES = {
  'dmn-tck': './dmnTck.ts',
  betsy: './betsy.ts',
  'betsy-constraints': './betsyConstraints.ts',
  miwg: './miwg.ts',
  'token-simulation': './tokenSimulation.ts',
};

/** The same suites, run as workflows. */
const ON_TEMPORAL = { betsy: './betsyTemporal.ts' };

const options = { csv: { type: 'string' }, temporal: { type: 'boolean' } };
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const [suite, dir] = positionals;
const suites = values.temporal ? ON_TEMPORAL : SUITES;
if (!suite || !dir || !Object.hasOwn(suites, suite)) {
  console.error(`Expected a suite (${Object.keys(suites).join(', ')}) and its folder`);
  process.exit(2);
}
const { run, csvLine } = require(suites[suite]);
if (values.csv && !csvLine) {
  console.error(`Expected a suite whose results have a form for --csv, but ${suite} has none`);
  process.exit(2);
}
const lines = [];
let passed = 0;
let failed = 0;
const byGroup = new Map();
await run(dir, (group, name, failure) => {
  if (values.csv) lines.push(csvLine(group, name, failure));
  const counts = byGroup.get(group) ?? { passed: 0, failed: 0 };
  byGroup.set(group, counts);
  if (failure === undefined) {
    passed++;
    counts.passed++;
  } else {
    failed++;
    counts.failed++;
    console.log(`not passed: ${group} ${name}: ${failure}`);
  }
});
if (values.csv) writeFileSync(values.csv, `${lines.join('\n')}\n`);
for (const [group, counts] of byGroup)
  if (counts.failed > 0) console.log(`${group}: ${counts.passed} passed, ${counts.failed} failed`);
console.log(`${passed} passed, ${failed} failed`);
