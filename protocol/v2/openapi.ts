import { z } from 'zod';
import { V2_ROUTES, type V2Route } from './routes';

/** A path item object of OpenAPI 3.1, as far as it is made here. */
export type OpenApiPaths = Record<string, Record<string, object>>;

const JSON_TYPE = 'application/json';
const PROBLEM = {
  description: 'Problem details (RFC 9457) with a code of the error table',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};
const MULTIPART = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['resources'],
        properties: {
          resources: { type: 'array', items: { type: 'string', format: 'binary' } },
          tenantId: { type: 'string' },
        },
      },
    },
  },
};

/** The engine API in OpenAPI 3.1, made from the schemas that the router checks with. `Problem` is the document's own. */
export function v2Paths(): OpenApiPaths {
  const paths: OpenApiPaths = {};
  for (const [operationId, route] of Object.entries(V2_ROUTES) as [string, V2Route][]) {
    const address = `/v2${route.path}`;
    paths[address] = { ...paths[address], [route.method]: operation(operationId, route) };
  }
  return paths;
}

function operation(operationId: string, route: V2Route): object {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  return {
    operationId,
    summary: route.summary,
    tags: ['engine'],
    parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...(route.multipart ? { requestBody: MULTIPART } : {}),
    ...(route.body ? { requestBody: { content: { [JSON_TYPE]: { schema: jsonSchema(route.body) } } } } : {}),
    responses: {
      [route.answer]:
        route.answer === 200 ? { description: 'Done', content: { [JSON_TYPE]: {} } } : { description: 'Done' },
      default: PROBLEM,
    },
  };
}

function jsonSchema(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' });
  return rest;
}
