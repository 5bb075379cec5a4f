import { z, type ZodType } from 'zod';
import { ERRORS } from '../protocol/errors';
import { PRODUCT_ROUTES, type ProductRoute } from '../protocol/productRoutes';
import { V2_ROUTES, type V2Route } from '../protocol/v2/routes';

type Json = { [name: string]: unknown };

/** The parts of an operation that both tables have. */
interface Route {
  method: string;
  path: string;
  summary: string;
  answer: number;
  result?: ZodType | 'nothing' | 'binary' | 'csv' | 'xml';
  query?: ZodType;
  body?: ZodType;
  multipart?: true;
  file?: true;
  isPublic?: true;
  isCreating?: true;
}

const MEDIA_TYPES = { binary: 'application/octet-stream', csv: 'text/csv', xml: 'text/xml' };

const PROBLEM: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(ERRORS) },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

/** OpenAPI 3.1 of `/api` and `/v2`, made from the tables and schemas that the routers use. */
export function openApiDocument(): Json {
  const routes: Route[] = [
    ...PRODUCT_ROUTES.map((route: ProductRoute) => ({ ...route, path: `/api${route.path}` })),
    ...Object.values(V2_ROUTES).map((route: V2Route) => ({
      ...route,
      path: `/v2${route.path}`,
      answer: route.result ? 200 : 204,
    })),
  ];
  const paths: Record<string, Json> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operation(route);
  return {
    openapi: '3.1.0',
    info: { title: 'Cauce', version: '0.1.0' },
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        basic: { type: 'http', scheme: 'basic' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'sid' },
      },
      schemas: { Problem: PROBLEM },
    },
    security: [{ bearer: [] }, { basic: [] }, { cookie: [] }],
  };
}

function operation(route: Route): Json {
  const body = bodyOf(route);
  return {
    summary: route.summary,
    parameters: [...pathParameters(route.path), ...queryParameters(route.query), ...headerParameters(route)],
    ...(body ? { requestBody: { content: body } } : {}),
    ...(route.isPublic ? { security: [] } : {}),
    responses: {
      [route.answer]: { description: 'Done', ...contentOf(route) },
      default: {
        description: 'Problem details (RFC 9457)',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function contentOf({ result }: Route): Json {
  if (result === undefined || result === 'nothing') return {};
  if (typeof result === 'string') return { content: { [MEDIA_TYPES[result]]: { schema: { type: 'string' } } } };
  return { content: { 'application/json': { schema: schemaOf(result, 'output') } } };
}

function bodyOf({ body, file, multipart }: Route): Json | null {
  const binary = { type: 'string', format: 'binary' };
  const form = (properties: Json): Json => ({ 'multipart/form-data': { schema: { type: 'object', properties } } });
  if (file) return form({ file: binary });
  if (multipart) return form({ resources: { type: 'array', items: binary } });
  return body ? { 'application/json': { schema: schemaOf(body) } } : null;
}

function schemaOf(schema: ZodType, io: 'input' | 'output' = 'input'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: ZodType | undefined): Json[] {
  if (!query) return [];
  const { properties = {}, required = [] } = schemaOf(query) as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function headerParameters({ isCreating }: Route): Json[] {
  if (!isCreating) return [];
  return [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', minLength: 1, maxLength: 200 } }];
}
