/** What `npm start` keeps in its data folder besides the databases: secrets, and who runs at this moment. */
import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from './tools.mjs';

// no letters or digits that people confuse when they copy them from a screen
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/**
 * The key material and the password of the demo accounts: what the environment gives, else made once and kept.
 * Losing secrets.json loses the encrypted personal data of this folder.
 */
export function readSecrets(dataDir, env = process.env) {
  const file = path.join(dataDir, 'secrets.json');
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const secrets = {
    secret: kept.secret ?? randomBytes(32).toString('base64url'),
    demoPassword: kept.demoPassword ?? [4, 4, 4].map((length) => word(length)).join('-'),
  };
  if (secrets.secret !== kept.secret || secrets.demoPassword !== kept.demoPassword) {
    writeFileSync(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return {
    secret: env.CAUCE_SECRET || secrets.secret,
    demoPassword: env.CAUCE_DEMO_PASSWORD || secrets.demoPassword,
  };
}

const word = (length) => Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** Refuses a folder that another `npm start` is using; its databases allow one owner. */
export function claimFolder(dataDir) {
  const file = path.join(dataDir, 'services.json');
  if (existsSync(file)) {
    const { pid } = JSON.parse(readFileSync(file, 'utf8'));
    if (isAlive(pid)) {
      throw new SetupError(
        `Cauce ya está en marcha con la carpeta ${dataDir} (proceso ${pid}): deténgalo o elija otra con CAUCE_DATA_DIR.`,
        `Cauce already runs on the folder ${dataDir} (process ${pid}): stop it or choose another with CAUCE_DATA_DIR.`,
      );
    }
  }
  const write = (running) => {
    // renamed when whole: whoever reads it meanwhile never sees half of it
    writeFileSync(`${file}.new`, JSON.stringify({ pid: process.pid, ...running }, null, 2));
    renameSync(`${file}.new`, file);
  };
  write({});
  return {
    /** Says where the services are, for operators and the fault tests. */
    publish: write,
    release: () => rmSync(file, { force: true }),
  };
}

function isAlive(pid) {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    // after a restart of the machine the number may belong to another program
    const commandLine = `/proc/${pid}/cmdline`;
    return !existsSync(commandLine) || readFileSync(commandLine, 'utf8').includes('start.mjs');
  } catch {
    return false;
  }
}
