import type { AddressInfo } from 'node:net';
import { startHealthServer } from './health';

async function statusWith(checks: Record<string, () => Promise<void>>): Promise<[number, unknown]> {
  const server = await startHealthServer(0, checks);
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const answer: [number, unknown] = [response.status, await response.json()];
  server.close();
  return answer;
}

it('answers 200 while every part is well, else 503 with the parts that are not', async () => {
  const well = () => Promise.resolve();
  const ill = () => Promise.reject(new Error('away'));
  expect(await statusWith({ poller: well, store: well })).toEqual([200, { status: 'up', failed: [] }]);
  expect(await statusWith({ poller: well, store: ill })).toEqual([503, { status: 'down', failed: ['store'] }]);
});
