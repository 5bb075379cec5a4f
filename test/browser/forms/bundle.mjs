// Prints the oracle with form-js as one script for a page: jest can't load the bundler itself.
import path from 'node:path';
import { build } from 'vite';

const [{ output }] = await build({
  configFile: false,
  logLevel: 'error',
  build: {
    write: false,
    minify: false,
    lib: { entry: path.join(import.meta.dirname, 'oracle.mjs'), formats: ['iife'], name: 'oracle' },
  },
});
process.stdout.write(output[0].code);
