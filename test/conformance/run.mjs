// Runs a conformance suite from a folder: node test/conformance/run.mjs SUITE DIR [-v]
// Prints each failure and ends with the line `N passed, M failed`; exits with 0 whatever the score.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('../support/swc.cjs');

/** Each exports `run(dir, report)`; `report(name, failure?)` is called once a case. */
const SUITES = { 'dmn-tck': './dmnTck.ts', 'betsy-constraints': './betsyConstraints.ts', miwg: './miwg.ts' };

const [suite, dir] = process.argv.slice(2);
if (!suite || !dir || !Object.hasOwn(SUITES, suite)) {
  console.error(`Expected a suite (${Object.keys(SUITES).join(', ')}) and its folder`);
  process.exit(2);
}
let passed = 0;
let failed = 0;
const byGroup = new Map();
await require(SUITES[suite]).run(dir, (group, name, failure) => {
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
for (const [group, counts] of byGroup)
  if (counts.failed > 0) console.log(`${group}: ${counts.passed} passed, ${counts.failed} failed`);
console.log(`${passed} passed, ${failed} failed`);
