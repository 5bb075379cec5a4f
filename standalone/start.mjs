/**
 * `npm start`: everything on one machine. Installs and builds what is missing, starts the store, Temporal, the API and
 * the worker, keeps them alive, and stops them in order on Ctrl-C or SIGTERM. All state lies in CAUCE_DATA_DIR.
 *
 * Plain Node: it runs before the npm packages are installed, so what needs them is imported late.
 */
import path from 'node:path';
import { build } from './build.mjs';
import { checkFolder, checkNode, checkPort, ensureDependencies, freePort, ROOT, runLogged } from './install.mjs';
import { createProgress } from './progress.mjs';
import { claimFolder, readSecrets } from './state.mjs';
import { supervise } from './supervise.mjs';
import { ensureTools, SetupError, storeCommand, temporalCommand, tethered } from './tools.mjs';

const production = process.env.NODE_ENV === 'production';
const port = Number(process.env.PORT || 8080);
const host = process.env.HOST || '127.0.0.1';
const namespace = process.env.TEMPORAL_NAMESPACE || 'default';
const dataDir = path.resolve(ROOT, process.env.CAUCE_DATA_DIR || '.cauce');

const progress = createProgress();
/** In the order of their start; they stop in the opposite order. */
const services = [];
let folder;
let stopping;
let addresses = {};

/** Says in the data folder where the services are at this moment, for operators and the fault tests. */
function publish() {
  const pids = Object.fromEntries(services.map(({ name, service }) => [name, service.pid()]));
  folder.publish({ ...addresses, pids });
}

/** Stops everything, once; a second signal meanwhile kills. */
function stop(code, reason) {
  if (stopping) {
    for (const { service } of services) service.killNow();
    return stopping;
  }
  stopping = (async () => {
    if (reason) progress.say(reason);
    for (const { name, service } of services.reverse()) {
      await service.stop();
      progress.say(`${name}: detenido`);
    }
    folder?.release();
    progress.end();
    process.exit(code);
  })();
  return stopping;
}

function keep(name, command, probe) {
  if (stopping) throw new Error('stopped');
  const report = (text) => {
    progress.say(text);
    publish();
  };
  const service = supervise({ name, command, probe, logFile: path.join(dataDir, 'logs', `${name}.log`), report });
  services.push({ name, service });
  return service.ready;
}

async function startStore(probes) {
  if (process.env.MONGODB_URI) {
    await reach('MONGODB_URI', probes.storeProbe(process.env.MONGODB_URI));
    return { uri: process.env.MONGODB_URI, kind: 'external' };
  }
  const storePort = await freePort();
  const command = await storeCommand({ port: storePort, dataDir: path.join(dataDir, 'store') });
  await keep('store', command, probes.storeProbe(command.uri, command.kind === 'mongod' ? storePort : undefined));
  return command;
}

async function startTemporal(probes) {
  if (process.env.TEMPORAL_ADDRESS) {
    await reach('TEMPORAL_ADDRESS', probes.temporalProbe(process.env.TEMPORAL_ADDRESS, namespace));
    return { address: process.env.TEMPORAL_ADDRESS };
  }
  const [temporalPort, uiPort] = [await freePort(), await freePort()];
  const dbFile = path.join(dataDir, 'temporal.db');
  const command = await temporalCommand({ port: temporalPort, dbFile, uiPort, namespace, durable: true });
  await keep('temporal', command, probes.temporalProbe(command.address, namespace));
  return { ...command, screens: `http://127.0.0.1:${uiPort}` };
}

async function reach(setting, probe) {
  try {
    await probe.ready();
  } catch (error) {
    throw new SetupError(
      `El servidor de ${setting} no responde (${error.message}): revise la dirección y que esté en marcha.`,
      `The server of ${setting} does not answer: check the address and that it runs.`,
    );
  } finally {
    await probe.close();
  }
}

const serverProgram = (file, env) => ({
  command: process.execPath,
  args: ['--enable-source-maps', path.join(ROOT, 'dist', file)],
  env,
});

/** Runs one of our programs to its end, shows its lines and returns the last, a JSON value. */
async function runProgram(file, env) {
  const { command, args } = serverProgram(file, env);
  const show = (text) =>
    text
      .split('\n')
      .filter((line) => line && !line.startsWith('{'))
      .forEach(progress.say);
  const { code, output } = await runLogged(command, args, env, show);
  if (code !== 0) throw new Error(`${file} failed:\n${output.trim().split('\n').slice(-20).join('\n')}`);
  return JSON.parse(output.trim().split('\n').at(-1));
}

async function prepareMachine() {
  checkNode();
  checkFolder(dataDir);
  folder = claimFolder(dataDir);
  await checkPort(port, host);
  progress.step('Instalando paquetes y herramientas (solo la primera vez)');
  await Promise.all([
    ensureDependencies().then((ran) => ran && progress.say('Paquetes de npm instalados')),
    process.env.MONGODB_URI && process.env.TEMPORAL_ADDRESS
      ? undefined
      : ensureTools((tool) => progress.say(`${tool} instalado`)),
  ]);
}

async function start() {
  await prepareMachine();
  progress.step('Iniciando el almacén y Temporal; compilando lo que cambió');
  const probes = await import('./probes.mjs');
  const [store, temporal] = await Promise.all([
    startStore(probes),
    startTemporal(probes),
    build((parts) => progress.say(`Compilando ${parts}`)),
  ]);
  const { secret, demoPassword } = readSecrets(dataDir);
  const workerHealthPort = await freePort();
  const env = {
    PORT: String(port),
    HOST: host,
    CAUCE_DATA_DIR: dataDir,
    MONGODB_URI: store.uri,
    TEMPORAL_ADDRESS: temporal.address,
    CAUCE_SECRET: secret,
    CAUCE_DEMO_PASSWORD: production ? '' : demoPassword,
    CAUCE_WORKER_HEALTH_PORT: String(workerHealthPort),
  };
  progress.step('Preparando colecciones, cuentas y procesos');
  const { accounts } = await runProgram('standalone/prepare.js', env);
  progress.step('Iniciando la API y el trabajador');
  const local = `http://127.0.0.1`;
  await Promise.all([
    keep('worker', tethered(serverProgram('worker/main.js', env)), probes.httpProbe(`${local}:${workerHealthPort}/`)),
    keep(
      'api',
      tethered(serverProgram('api/main.js', env)),
      probes.httpProbe(`http://${probeHost()}:${port}/api/status`),
    ),
  ]);
  addresses = { port, mongodbUri: store.uri, temporalAddress: temporal.address, workerHealthPort };
  publish();
  progress.say('Listo');
  progress.end();
  printWelcome({ store, temporal, accounts, demoPassword });
}

const probeHost = () => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);

function printWelcome({ store, temporal, accounts, demoPassword }) {
  const address = process.env.PUBLIC_URL || `http://localhost:${port}`;
  const width = Math.max(...accounts.map(({ username }) => username.length), 8);
  const lines = [
    '',
    `  Ciudadanía   ${address}/`,
    `  Funcionarios ${address}/staff`,
    ...(temporal.screens ? [`  Temporal     ${temporal.screens}`] : []),
    `  Datos        ${dataDir}`,
    '',
    ...(accounts.length > 0 ? [`  Cuentas de demostración (contraseña: ${demoPassword})`] : []),
    ...accounts.map(({ username, label }) => `    ${username.padEnd(width)}  ${label}`),
    '',
    ...(store.kind === 'embedded'
      ? ['  El almacén integrado sirve para conocer, probar y mostrar Cauce, no para datos reales: docs/operations.md.']
      : []),
    '  Ctrl-C lo detiene todo.',
    '',
  ];
  console.log(lines.join('\n'));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0, 'Deteniendo…'));

// a closed terminal or pipe must not end this process before its services
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

// killed npm takes nothing with it: without this the services would outlive the command that a person gave
const npm = process.ppid;
if (process.env.npm_lifecycle_event) {
  const watch = () => process.ppid !== npm && !stopping && void stop(0, 'npm terminó: deteniendo…');
  setInterval(watch, 1_000).unref();
}

try {
  await start();
} catch (error) {
  // a signal during the start makes its steps fail: that is a stop, not an error
  if (!stopping) {
    console.error(`\n${error instanceof SetupError ? error.message : error.stack}\n`);
    await stop(1);
  }
}
