import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../../..');
/** Named by its version: the package takes whatever `chromium` lies in its temporary folder. */
const FOLDER = path.join(ROOT, '.cache', 'chromium-143');

/** Unpacks the Chromium of the npm package and tells the tests, by the environment, how to start it. */
export default async function setUp(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const { TMPDIR, AWS_EXECUTION_ENV } = process.env;
  process.env.TMPDIR = FOLDER;
  // Only on Lambda it lends its NSS, which a bare machine doesn't have.
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  packaged.setGraphicsMode = false;
  const executablePath = await packaged.executablePath();
  const { LD_LIBRARY_PATH } = process.env;
  restore('TMPDIR', TMPDIR);
  restore('AWS_EXECUTION_ENV', AWS_EXECUTION_ENV);
  process.env.TEST_CHROMIUM = JSON.stringify({
    executablePath,
    env: { LD_LIBRARY_PATH, FONTCONFIG_FILE: fontsOf(FOLDER) },
  });
}

/** The package's own configuration looks for its fonts under /tmp only: without this nothing is written on the pages. */
function fontsOf(folder: string): string {
  const file = path.join(folder, 'fonts.conf');
  const directories = `<dir>${path.join(folder, 'fonts')}</dir><cachedir>${path.join(folder, 'font-cache')}</cachedir>`;
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${directories}</fontconfig>`,
  );
  return file;
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
