import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express from 'express';
import pino from 'pino';
import { deadlineMiddleware, errorMiddleware } from './errors';
import { webRoutes } from './web';

let folder: string;
let url: string;
let close: () => void;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'cauce-web-'));
  for (const name of ['citizen', 'staff', 'widget']) mkdirSync(path.join(folder, name, 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'citizen', 'index.html'), '<title>citizen</title>');
  writeFileSync(path.join(folder, 'citizen', 'assets', 'main-abc.js'), '1');
  writeFileSync(path.join(folder, 'staff', 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">');
  writeFileSync(path.join(folder, 'widget', 'cauce-chat.js'), '1');
  writeFileSync(path.join(folder, 'widget', 'demo.html'), '<title>demo</title>');
  const app = express();
  app.get('/api/hangs', deadlineMiddleware(50), () => undefined);
  app.use('/with-demo', webRoutes(folder, [], true));
  app.use(webRoutes(folder, ['https://www.entidad.example']));
  app.use(errorMiddleware(pino({ level: 'silent' })));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => server.close();
});
afterAll(() => {
  close();
  rmSync(folder, { recursive: true });
});

it('serves the citizen site on its addresses, under a policy without inline code, framed by nobody', async () => {
  for (const address of ['/', '/ingresar', '/sala/general', '/chat/1', '/estado']) {
    const response = await fetch(url + address);
    expect(await response.text()).toContain('citizen');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("trusted-types 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('cache-control')).toBe('no-store');
  }
});

it('lets only the registered sites frame the embed route', async () => {
  const policy = (await fetch(`${url}/?embed=1`)).headers.get('content-security-policy');
  expect(policy).toContain("frame-ancestors 'self' https://www.entidad.example");
});

it('shows the widget on a page of its own where that is wanted, else not', async () => {
  const shown = await fetch(`${url}/with-demo/widget/demo.html`);
  expect(await shown.text()).toContain('demo');
  expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect((await fetch(`${url}/widget/demo.html`)).status).toBe(404);
});

it('gives the staff app a nonce of its own in every answer', async () => {
  const nonces = new Set<string>();
  for (const address of ['/staff', '/staff/trabajo']) {
    const response = await fetch(url + address);
    const nonce = /content="([\w-]+)"/.exec(await response.text())?.[1] ?? '';
    expect(response.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(2);
});

it('keeps hashed assets for a year, and answers a missing one with a problem, never with a page', async () => {
  expect((await fetch(`${url}/assets/main-abc.js`)).headers.get('cache-control')).toContain('immutable');
  for (const address of ['/assets/gone.js', '/staff/assets/gone.js', '/widget/gone.js', '/main.js.map']) {
    expect({ address, status: (await fetch(url + address)).status }).toEqual({ address, status: 404 });
  }
  expect((await fetch(`${url}/widget/cauce-chat.js`)).headers.get('cross-origin-resource-policy')).toBe('cross-origin');
});

it('says 503 when a handler hangs', async () => {
  const response = await fetch(`${url}/api/hangs`);
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('2');
  expect(await response.json()).toMatchObject({ code: 'store_unavailable' });
});
