/** Health of the services by what they do. The npm packages must be installed before this is imported. */
import temporal from '@temporalio/client';
import { mongo } from 'mongoose';

/** A write and a read of it: a full disk or a stuck server keeps its port open. */
export function storeProbe(uri, initiateOnPort) {
  let client;
  const writeAndRead = async () => {
    client ??= new mongo.MongoClient(uri, {
      serverSelectionTimeoutMS: 2_000,
      socketTimeoutMS: 8_000,
      retryWrites: false,
    });
    try {
      const probes = client.db('cauce_health').collection('supervisor');
      const at = Date.now();
      await probes.updateOne({ _id: 'probe' }, { $set: { at } }, { upsert: true });
      const found = await probes.findOne({ _id: 'probe' });
      if (!(found?.at >= at)) throw new Error('the store did not return what was written');
    } catch (error) {
      // a client whose first connection failed stays closed for ever
      const failed = client;
      client = undefined;
      await failed.close();
      throw error;
    }
  };
  const ready = async () => {
    if (initiateOnPort) await initiateReplicaSet(initiateOnPort);
    await writeAndRead();
  };
  return { ready, alive: writeAndRead, close: async () => client?.close() };
}

async function initiateReplicaSet(port) {
  const client = new mongo.MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: 2_000,
  });
  try {
    const config = { _id: 'cauce', members: [{ _id: 0, host: `127.0.0.1:${port}` }] };
    await client.db('admin').command({ replSetInitiate: config });
  } catch (error) {
    if (error.codeName !== 'AlreadyInitialized') throw error;
  } finally {
    await client.close();
  }
}

/** A question that the server answers from its database. */
export function temporalProbe(address, namespace) {
  let connection;
  const describe = async () => {
    connection ??= await temporal.Connection.connect({ address, connectTimeout: 2_000 });
    await connection.withDeadline(Date.now() + 8_000, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
  };
  return { ready: describe, alive: describe, close: async () => connection?.close() };
}

/**
 * Ready: 200. Alive: any HTTP answer at all, since 503 says that something else is down, which killing does not mend.
 */
export function httpProbe(url) {
  const ask = async () => fetch(url, { signal: AbortSignal.timeout(8_000) });
  return {
    ready: async () => {
      const response = await ask();
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`${url} answers ${response.status}`);
    },
    alive: async () => void (await (await ask()).arrayBuffer()),
  };
}
