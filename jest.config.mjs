// Unit and integration tests lie beside the file they test. The suites that need the built product
// (test/browser, test/faults) have projects of their own and are run by test/run.mjs.
const base = {
  rootDir: import.meta.dirname,
  transform: { '\\.(ts|tsx|mjs)$': '@swc/jest', 'node_modules/.+\\.js$': '@swc/jest' },
  transformIgnorePatterns: [
    'node_modules/(?!(lezer-feel|feelin|temporal-polyfill|temporal-utils|@lezer|bpmn-moddle|moddle|moddle-xml|min-dash|dmn-moddle|saxen|luxon)/)',
  ],
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/globalSetup.ts',
  globalTeardown: '<rootDir>/test/support/globalTeardown.ts',
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.cache', '<rootDir>/.cauce'],
};
export default {
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['**/*.test.ts', '**/*.test.tsx'],
      testPathIgnorePatterns: ['node_modules', '<rootDir>/test/(scenarios|browser|faults)/'],
    },
    { ...base, displayName: 'scenarios', testMatch: ['<rootDir>/test/scenarios/**/*.test.ts'] },
    {
      ...base,
      displayName: 'browser',
      testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
      globalSetup: '<rootDir>/test/browser/support/globalSetup.ts',
    },
    { ...base, displayName: 'faults', testMatch: ['<rootDir>/test/faults/**/*.test.ts'] },
  ],
};
