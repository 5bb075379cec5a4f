import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../test/support/services';

interface Probe {
  ready: () => Promise<void>;
  alive: () => Promise<void>;
}
interface Supervised {
  ready: Promise<void>;
  pid(): number | undefined;
  stop(): Promise<void>;
}
type Supervise = (
  this: void,
  options: {
    name: string;
    command: { command: string; args: string[] };
    probe: Probe;
    logFile: string;
    probeMs?: number;
    probeEveryMs?: number;
    report: (text: string) => void;
  },
) => Supervised;

const { supervise } = jest.requireActual<{ supervise: Supervise }>('./supervise.mjs');
const { httpProbe } = jest.requireActual<{ httpProbe: (url: string) => Probe }>('./probes.mjs');

jest.setTimeout(60_000);

const SERVER = `
  const server = require('node:http').createServer((request, response) => {
    if (request.url === '/hang') for (;;);
    response.end('yes');
  });
  server.listen(Number(process.argv[1]), '127.0.0.1', () => console.log('listening'));
  process.on('SIGTERM', () => { console.log('good bye'); process.exit(0); });
`;

let folder: string;
let running: Supervised | undefined;
const heard: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cauce-supervise-'));
  heard.length = 0;
});
afterEach(async () => {
  await running?.stop();
  rmSync(folder, { recursive: true });
});

async function startServer(): Promise<string> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  running = supervise({
    name: 'server',
    command: { command: process.execPath, args: ['-e', SERVER, String(port)] },
    probe: httpProbe(url),
    logFile: path.join(folder, 'server.log'),
    probeMs: 500,
    probeEveryMs: 100,
    report: (text) => heard.push(text),
  });
  await running.ready;
  return url;
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Expected the condition to hold, but heard only ${heard.join('; ')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

it('starts again what was killed', async () => {
  await startServer();
  const first = running?.pid();
  process.kill(first ?? 0, 'SIGKILL');
  await until(() => heard.some((text) => text.includes('responde de nuevo')));
  expect(running?.pid()).not.toBe(first);
});

it('kills and starts again what lives but no longer answers', async () => {
  const url = await startServer();
  void fetch(`${url}hang`).catch(() => undefined);
  await until(() => heard.some((text) => text.includes('responde de nuevo')));
  expect(heard[0]).toContain('no responde');
});

it('stops it politely and keeps what it printed', async () => {
  await startServer();
  await running?.stop();
  running = undefined;
  expect(readFileSync(path.join(folder, 'server.log'), 'utf8')).toBe('listening\ngood bye\n');
  expect(heard).toEqual([]);
});

it('says why a service never became ready', async () => {
  const logFile = path.join(folder, 'server.log');
  writeFileSync(logFile, '');
  const broken = supervise({
    name: 'server',
    command: { command: process.execPath, args: ['-e', 'console.error("no disk"); process.exit(3)'] },
    probe: httpProbe('http://127.0.0.1:1/'),
    logFile,
    report: (text) => heard.push(text),
  });
  await expect(broken.ready).rejects.toThrow(/server ended \(exit code 3\)[^]*no disk/);
  await broken.stop();
});
