import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { mongo } from 'mongoose';
import { freshDatabaseName, sharedStoreUri, sharedTemporalAddress, startStore, startTemporal } from './services';

jest.setTimeout(60_000);

it('shares one Temporal server and one store among the test files of a run', async () => {
  const connection = await Connection.connect({ address: sharedTemporalAddress() });
  await connection.close();
  const client = new mongo.MongoClient(sharedStoreUri());
  await expect(client.db(freshDatabaseName()).command({ ping: 1 })).resolves.toMatchObject({ ok: 1 });
  await client.close();
});

it('keeps what a store of its own acknowledged when it is killed and started again', async () => {
  // given
  const dataDir = mkdtempSync(path.join(tmpdir(), 'cauce-services-'));
  const first = await startStore({ dataDir });
  const writer = new mongo.MongoClient(first.uri);
  await writer.db('kept').collection<{ _id: string }>('things').insertOne({ _id: 'one' });
  // when
  await first.kill();
  await writer.close();
  const second = await startStore({ dataDir });
  // then
  const reader = new mongo.MongoClient(second.uri);
  expect(await reader.db('kept').collection('things').countDocuments({})).toBe(1);
  await reader.close();
  await second.stop();
  rmSync(dataDir, { recursive: true });
});

it('starts a Temporal server that keeps its state in a file', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'cauce-services-'));
  const temporal = await startTemporal({ dbFile: path.join(folder, 'temporal.db') });
  expect(temporal.pid).toBeGreaterThan(0);
  await temporal.stop();
  rmSync(folder, { recursive: true });
});
