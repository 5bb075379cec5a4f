import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { freePort, freshDatabaseName, sharedStoreUri, startTemporal, type TemporalService } from '../support/services';

jest.setTimeout(60_000);

const MAIN = path.resolve(__dirname, '../../dist/api/main.js');
const NODES = 5;

interface Node {
  url: string;
  process: ChildProcess;
  output(): string;
  ended: Promise<number | null>;
}

let temporal: TemporalService;
beforeAll(async () => {
  temporal = await startTemporal();
});
afterAll(() => temporal.kill());

/** An API process that says that it listens. */
async function startNode(): Promise<Node> {
  const port = await freePort();
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      PORT: String(port),
      NODE_ENV: 'development',
      RATE_LIMITS: 'off',
      TEMPORAL_ADDRESS: temporal.address,
      MONGODB_URI: sharedStoreUri(),
      MONGODB_DATABASE: freshDatabaseName(),
      CAUCE_SECRET: 'a secret for tests, at least 32 characters long',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes('api is listening')) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then((code) => reject(new Error(`Expected the API to listen, but it ended with ${code}:\n${output}`)));
  });
  return { url: `http://127.0.0.1:${port}`, process: child, output: () => output, ended };
}

/** Asks for the engine's health all the time: each question is a call to Temporal that is tried again when it fails. */
async function ask(node: Node, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await fetch(`${node.url}/api/status`).then(
      (response) => response.arrayBuffer(),
      () => undefined,
    );
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

it('stops cleanly while calls to a Temporal that has gone away are being tried again', async () => {
  // given
  const nodes = await Promise.all(Array.from({ length: NODES }, startNode));
  const state = { isOver: false };
  const load = nodes.flatMap((node) => Array.from({ length: 4 }, () => ask(node, () => state.isOver)));
  await temporal.kill();
  await new Promise((resolve) => setTimeout(resolve, 500));
  // when
  for (const node of nodes) {
    node.process.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 130));
  }
  const codes = await Promise.all(nodes.map(({ ended }) => ended));
  state.isOver = true;
  await Promise.all(load);
  // then
  expect(codes).toEqual(nodes.map(() => 0));
  for (const node of nodes) {
    expect(node.output()).toContain('api has stopped');
    expect(node.output()).not.toMatch(/shut down|Uncaught|throw/);
  }
});
