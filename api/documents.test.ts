import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import express from 'express';
import pino from 'pino';
import type { ReleaseContent } from '../engine/model';
import type { DocumentSummary } from '../protocol/documents';
import type { Page } from '../protocol/product';
import { prepareCollections } from '../store/collections';
import { connectStore, type Store } from '../store/connect';
import { freshDatabaseName, sharedStoreUri } from '../test/support/services';
import type { ApiContext } from './context';
import { errorMiddleware } from './errors';
import { documentRoutes } from './product/documents';

jest.setTimeout(30_000);

let store: Store;
let server: Server;
let documentId: string;

/** The routes alone, as the person of `?as=` roles: sessions are tested elsewhere. */
beforeAll(async () => {
  store = await connectStore(sharedStoreUri(), { databaseName: freshDatabaseName(), secret: 'a secret of this test' });
  await prepareCollections(store);
  const templates = [
    { id: 'monthly-report', label: 'Informe mensual', read: ['gerop'] },
    { id: 'minutes', label: 'Acta', read: ['calidad'] },
  ];
  const content = { documents: Object.fromEntries(templates.map((one) => [one.id, one])) } as unknown as ReleaseContent;
  const release = { content: () => Promise.resolve(content) };
  const app = express();
  app.use((request, _response, next) => {
    request.person = { id: 'p1', name: 'Ana', roles: [String(request.headers.role)] };
    next();
  });
  app.use(documentRoutes({ store, release, now: () => new Date() } as unknown as ApiContext));
  app.use(errorMiddleware(pino({ level: 'silent' })));
  await new Promise<void>((resolve) => (server = app.listen(0, '127.0.0.1', () => resolve())));
  documentId = await archived(1, 'Informe de octubre');
  await archived(2, 'Informe de octubre, ajustado');
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await store.close();
});

async function archived(round: number, title: string): Promise<string> {
  const record = {
    documentId: randomUUID(),
    number: 'IM-2026-001',
    template: 'monthly-report',
    kind: 'Informe mensual',
    title,
    round,
    isDraft: round === 1,
    processInstanceKey: '2251799813685000000',
    elementInstanceKey: `225179981368500000${round}`,
    release: 1,
    createdAt: new Date(Date.now() - 10_000 + round).toISOString(),
    sha256: 'ab',
  };
  const model = { title, blocks: [{ type: 'paragraph' as const, text: 'Hola' }] };
  const file = { format: 'json' as const, name: 'IM.json', contentType: 'application/json' };
  return (await store.documents.add(record, model, [{ ...file, content: Buffer.from('{}') }])).documentId;
}

async function ask(role: string, path: string): Promise<Response> {
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}${path}`, { headers: { role } });
}

async function list(role: string, query: string): Promise<Page<DocumentSummary>> {
  return (await (await ask(role, `/documents${query}`)).json()) as Page<DocumentSummary>;
}

it('lists documents by kind, newest first, page by page', async () => {
  const all = await list('owner', '?template=monthly-report');
  expect(all.items.map(({ round }) => round)).toEqual([2, 1]);
  const drafts = await list('owner', '?draft=true');
  expect(drafts.items).toMatchObject([{ id: documentId, number: 'IM-2026-001', isDraft: true }]);
  const first = await list('owner', '?limit=1');
  const second = await list('owner', `?limit=1&cursor=${first.nextCursor}`);
  expect([first, second].map(({ items }) => items[0]?.round)).toEqual([2, 1]);
});

it('shows a document with its content and rounds, and gives its files', async () => {
  expect(await (await ask('gerop', `/documents/${documentId}`)).json()).toMatchObject({
    model: { title: 'Informe de octubre', blocks: [{ type: 'paragraph', text: 'Hola' }] },
    rounds: [{ round: 1 }, { round: 2 }],
  });
  const file = await ask('gerop', `/documents/${documentId}/files/json`);
  expect(file.headers.get('content-disposition')).toContain('IM.json');
  expect(await file.text()).toBe('{}');
  expect((await ask('gerop', `/documents/${documentId}/files/pdf`)).status).toBe(404);
});

it('shows a document only to those whose role its template names', async () => {
  expect(await list('lider', '')).toEqual({ items: [] });
  for (const path of [`/documents/${documentId}`, `/documents/${documentId}/files/json`])
    expect((await ask('lider', path)).status).toBe(404);
  expect(await (await ask('calidad', '/documents/templates')).json()).toEqual({
    items: [{ id: 'minutes', label: 'Acta' }],
  });
});
