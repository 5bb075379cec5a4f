/**
 * Builds the product into `dist/`: the server (one .js a .ts, same tree), the bundle of the workflows and the web
 * applications. A part whose sources have not changed since its last build is left alone.
 *
 * As a program: `node standalone/build.mjs` (`npm run build`).
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, runLogged } from './install.mjs';

const DIST = path.join(ROOT, 'dist');
const STAMPS = path.join(ROOT, '.cache', 'build.json');
const SERVER = [
  'protocol',
  'engine',
  'domain',
  'workflows',
  'activities',
  'temporal',
  'worker',
  'store',
  'api',
  'standalone',
  'definitions',
];
const WORKFLOWS = ['workflows', 'engine', 'protocol', 'worker'];
const WEB = ['citizen', 'staff', 'widget'];
const CONFIGURATION = ['package-lock.json', 'tsconfig.json', '.swcrc'];

/**
 * Builds what changed.
 * @param {(text: string) => void} report hears what is being built
 * @returns {Promise<string[]>} the parts that were built
 * @throws Error with the compiler's output
 */
export async function build(report = () => {}) {
  const stamps = existsSync(STAMPS) ? JSON.parse(readFileSync(STAMPS, 'utf8')) : {};
  const parts = [
    { name: 'server', sources: SERVER, output: 'protocol', run: buildServer },
    ...WEB.filter((name) => existsSync(path.join(ROOT, 'web', name, 'vite.config.ts'))).map((name) => ({
      name: `web/${name}`,
      sources: ['web', 'protocol', 'engine/forms', 'engine/feel', 'engine/calendar', 'standalone/build.mjs'],
      output: `web/${name}`,
      run: () => buildWeb(name),
    })),
    { name: 'workflows', sources: WORKFLOWS, output: 'workflow-bundle.js', run: buildWorkflows },
  ];
  const stale = parts
    .map((part) => ({ ...part, hash: hashOf([...part.sources, ...CONFIGURATION]) }))
    .filter((part) => stamps[part.name] !== part.hash || !existsSync(path.join(DIST, part.output)));
  if (stale.length > 0) report(stale.map((part) => part.name).join(', '));
  // the bundler of the workflows is itself part of the server
  const server = stale.find((part) => part.name === 'server');
  const serverBuilt = server ? server.run() : Promise.resolve();
  const others = stale.filter((part) => part !== server);
  await Promise.all([
    serverBuilt,
    ...others.map(async (part) => {
      if (part.name === 'workflows') await serverBuilt;
      await part.run();
    }),
  ]);
  for (const part of stale) stamps[part.name] = part.hash;
  mkdirSync(path.dirname(STAMPS), { recursive: true });
  writeFileSync(STAMPS, JSON.stringify(stamps, null, 2));
  return stale.map((part) => part.name);
}

function filesBelow(entry) {
  const absolute = path.join(ROOT, entry);
  if (!existsSync(absolute)) return [];
  if (statSync(absolute).isFile()) return [entry];
  return readdirSync(absolute, { withFileTypes: true }).flatMap((child) =>
    child.isDirectory() ? filesBelow(path.join(entry, child.name)) : [path.join(entry, child.name)],
  );
}

function hashOf(sources) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap(filesBelow).filter(isSource).sort()) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(path.join(ROOT, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

const isSource = (file) => !/\.test\.tsx?$/.test(file);

async function buildServer() {
  const { transformFile } = await import('@swc/core');
  for (const folder of SERVER) rmSync(path.join(DIST, folder), { recursive: true, force: true });
  const files = SERVER.flatMap(filesBelow).filter(isSource);
  await Promise.all(
    files.map(async (file) => {
      const target = path.join(DIST, file);
      mkdirSync(path.dirname(target), { recursive: true });
      if (file.endsWith('.mjs')) return;
      if (!file.endsWith('.ts')) return cpSync(path.join(ROOT, file), target);
      const { code, map } = await transformFile(path.join(ROOT, file), { cwd: ROOT, swcrc: true });
      const script = target.replace(/\.ts$/, '.js');
      writeFileSync(script, `${code}\n//# sourceMappingURL=${path.basename(script)}.map\n`);
      writeFileSync(`${script}.map`, map);
    }),
  );
}

async function buildWeb(name) {
  const vite = path.join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const config = path.join('web', name, 'vite.config.ts');
  const { code, output } = await runLogged(
    process.execPath,
    [vite, 'build', '--config', config, '--logLevel', 'warn'],
    {
      NODE_ENV: 'production',
      NO_COLOR: '1',
    },
  );
  if (code !== 0) throw new Error(`vite build of web/${name} failed:\n${output}`);
}

async function buildWorkflows() {
  const { code, output } = await runLogged(process.execPath, [path.join(DIST, 'standalone', 'bundle.js')]);
  if (code !== 0) throw new Error(`The bundle of the workflows failed:\n${output}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = Date.now();
  try {
    const built = await build((parts) => console.log(`Building ${parts}`));
    console.log(`${built.length} parts built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
