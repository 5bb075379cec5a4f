import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildWorkflowBundle } from '../worker/bundle';

/** The part of the build that needs the built server: writes `dist/workflow-bundle.js`, which the worker loads. */
buildWorkflowBundle()
  .then((code) => writeFileSync(path.resolve(__dirname, '../workflow-bundle.js'), code))
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
