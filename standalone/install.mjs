/** What must hold before anything starts, and the installation of the npm packages. Plain Node without a dependency. */
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { SetupError, tethered } from './tools.mjs';

export const ROOT = path.resolve(import.meta.dirname, '..');

/** Refuses a Node that cannot `require` the ESM-only parsers. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupError(
    `Cauce necesita Node 20.19 o posterior y este es ${process.versions.node}: instale una versión más nueva.`,
    `Cauce needs Node 20.19 or later, but this is ${process.versions.node}: install a newer version.`,
  );
}

/** Refuses a port that somebody else listens on. */
export async function checkPort(port, host) {
  try {
    await listenOnce(port, host);
  } catch (error) {
    const reason = error.code === 'EADDRINUSE' ? ['está ocupado', 'is taken'] : ['no se puede usar', 'cannot be used'];
    throw new SetupError(
      `El puerto ${port} ${reason[0]}: detenga el programa que lo usa o elija otro, por ejemplo PORT=8090 npm start.`,
      `Port ${port} ${reason[1]}: stop what uses it or choose another, for instance PORT=8090 npm start.`,
    );
  }
}

/** A TCP port that nobody listens on at this moment. */
export const freePort = () => listenOnce(0, '127.0.0.1');

function listenOnce(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(port, host, () => {
      const { port: bound } = server.address();
      server.close(() => resolve(bound));
    });
  });
}

/** Not mkdir's own `recursive`: Node 20 loops for ever where a file system refuses with ENOENT, as /proc does. */
function makeFolder(folder) {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder);
}

/** Makes the folder of all state; refuses one that cannot be written. */
export function checkFolder(folder) {
  try {
    makeFolder(path.join(folder, 'logs'));
    accessSync(folder, constants.W_OK);
  } catch {
    throw new SetupError(
      `No se puede escribir en la carpeta ${folder}: dé permiso de escritura o elija otra con CAUCE_DATA_DIR.`,
      `The folder ${folder} is not writable: give it write permission or choose another with CAUCE_DATA_DIR.`,
    );
  }
}

/** `npm ci` when what is installed is not what the lockfile says. Returns whether it ran. */
export async function ensureDependencies() {
  if (dependenciesFit()) return false;
  const { code, output } = await runLogged('npm', ['ci', '--include=dev', '--no-audit', '--no-fund']);
  if (code === 0) return true;
  throw new SetupError(
    `npm ci no terminó bien: revise la conexión y el registro de paquetes.`,
    `npm ci failed: check the network and the package registry.\n${output.trim().split('\n').slice(-5).join('\n')}`,
  );
}

/** npm keeps in node_modules a lockfile of what it installed: every package that is not optional must be in it. */
function dependenciesFit() {
  const installedFile = path.join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([name, entry]) => name === '' || entry.optional || installed[name]?.version === entry.version,
  );
}

/**
 * Runs a program in the clone to its end, or ours; resolves with its exit code and all it printed, never rejects.
 * `onOutput` hears each piece of standard output at once.
 */
export function runLogged(command, args, env = {}, onOutput = () => {}) {
  return new Promise((resolve) => {
    const bound = tethered({ command, args });
    const child = spawn(bound.command, bound.args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      onOutput(String(chunk));
    });
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: -1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? -1, output }));
  });
}
