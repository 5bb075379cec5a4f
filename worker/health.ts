import { createServer, type Server } from 'node:http';

const DEADLINE_MS = 3_000;

/**
 * Answers every request with 200 when all checks pass, else 503 and what failed: an open port alone proves nothing.
 * @param checks reject, or throw, when the part is not well
 */
export async function startHealthServer(port: number, checks: Record<string, () => Promise<void>>): Promise<Server> {
  const server = createServer((_request, response) => {
    void failures(checks).then((failed) => {
      response.writeHead(failed.length === 0 ? 200 : 503, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ status: failed.length === 0 ? 'up' : 'down', failed }));
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return server;
}

async function failures(checks: Record<string, () => Promise<void>>): Promise<string[]> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => ((await passes(check)) ? [] : [name])),
  );
  return results.flat();
}

async function passes(check: () => Promise<void>): Promise<boolean> {
  const late = new AbortController();
  const deadline = new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), DEADLINE_MS);
    late.signal.addEventListener('abort', () => clearTimeout(timer));
  });
  const result = await Promise.race([
    deadline,
    check().then(
      () => true,
      () => false,
    ),
  ]);
  late.abort();
  return result;
}
