import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './services';

const ROOT = path.resolve(__dirname, '../..');
const START_LIMIT_MS = 180_000;

/** The whole product as `npm start` runs it, on a port and in a folder of its own. */
export interface Product {
  url: string;
  dataDir: string;
  password: string;
  /** What standalone/start.mjs says of its services now: addresses and process ids. */
  services(): { mongodbUri: string; temporalAddress: string; pids: Record<string, number> };
  stop(): Promise<void>;
}

/** Starts it as a newcomer would and waits until it says that it is ready. @throws with its output when it isn't */
export async function startProduct(env: Record<string, string> = {}): Promise<Product> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'cauce-product-'));
  const port = await freePort();
  const password = 'una frase larga de prueba';
  const child = spawn(process.execPath, ['standalone/start.mjs'], {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: String(port),
      CAUCE_DATA_DIR: dataDir,
      CAUCE_DEMO_PASSWORD: password,
      RATE_LIMITS: 'off',
      NODE_ENV: 'development',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await ready(child);
  return {
    url: `http://127.0.0.1:${port}`,
    dataDir,
    password,
    services: () =>
      JSON.parse(readFileSync(path.join(dataDir, 'services.json'), 'utf8')) as ReturnType<Product['services']>,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => reject(new Error(`Expected the product to start, but ${why}:\n${output}`));
    const timer = setTimeout(() => fail(`it was not ready after ${START_LIMIT_MS} ms`), START_LIMIT_MS);
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (!output.includes('Ctrl-C')) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`it ended with code ${code}`);
    });
  });
}
