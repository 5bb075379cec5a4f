import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PRODUCT_ROUTES } from '../protocol/productRoutes';
import { ERRORS } from '../protocol/errors';
import { openApiDocument } from './openapi';

const PRODUCT = path.join(__dirname, 'product');

it('describes every route of the product API, and none that there is not', () => {
  const source = readdirSync(PRODUCT)
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => readFileSync(path.join(PRODUCT, file), 'utf8'))
    .join('\n');
  const served = [...source.matchAll(/router\.(get|post|put|delete)\(\s*'([^']+)'/g)].map(
    ([, method, address]) => `${method} ${address?.replace(/:(\w+)/g, '{$1}')}`,
  );
  const described = PRODUCT_ROUTES.map((route) => `${route.method} ${route.path}`);
  expect(new Set(served)).toEqual(new Set(described));
});

it('makes a document of both APIs with the bodies that are checked', () => {
  const { paths } = JSON.parse(JSON.stringify(openApiDocument())) as {
    paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: object }> } }>>;
  };
  expect(paths['/v2/process-instances']?.post).toBeDefined();
  expect(paths['/api/citizens']?.post?.requestBody?.content['application/json']?.schema).toMatchObject({
    additionalProperties: false,
    required: expect.arrayContaining(['documentType', 'consent']),
  });
});

it('tells of every operation what it answers with', () => {
  const { paths } = JSON.parse(JSON.stringify(openApiDocument())) as {
    paths: Record<string, Record<string, { responses: Record<string, { content?: object }> }>>;
  };
  const operations = Object.entries(paths).flatMap(([address, methods]) =>
    Object.entries(methods).map(([method, { responses }]) => ({ name: `${method} ${address}`, responses })),
  );
  const silent = operations.filter(({ responses }) =>
    Object.entries(responses).some(([status, { content }]) => status !== '204' && content === undefined),
  );
  expect(silent.map(({ name }) => name)).toEqual([]);
  expect(paths['/v2/user-tasks/{userTaskKey}']?.get?.responses['200']?.content).toMatchObject({
    'application/json': { schema: { properties: { assignee: { type: 'string' } } } },
  });
});

it('has every error of the table in docs/api.md, with its status', () => {
  const text = readFileSync(path.join(__dirname, '../docs/api.md'), 'utf8');
  const documented = [...text.matchAll(/^\| `(\w+)` \| (\d{3}) \|/gm)].map(([, code, status]) => `${code} ${status}`);
  expect(documented).toEqual(Object.entries(ERRORS).map(([code, { status }]) => `${code} ${status}`));
});
