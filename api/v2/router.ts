import { Router, type Request, type RequestHandler, type Response } from 'express';
import multer from 'multer';
import { ApiError } from '../../protocol/errors';
import type { Person } from '../../protocol/product';
import type { Resource } from '../../protocol/release';
import { V2_ROUTES, type V2Operation, type V2Route } from '../../protocol/v2/routes';
import { validate } from '../validate';
import { changeHandlers } from './changes';
import { decisionHandlers } from './decisions';
import { definitionNames } from './definitionNames';
import { definitionHandlers } from './definitions';
import { deploymentHandlers } from './deployments';
import { elementHandlers } from './elements';
import type { Answer, Call, Handler, Handlers, V2Parts } from './handler';
import { incidentHandlers } from './incidents';
import { instanceHandlers } from './instances';
import { messageHandlers } from './messages';
import { systemHandlers } from './system';
import { userTaskHandlers } from './userTasks';
import { variableHandlers } from './variables';

const MEGABYTE = 1_048_576;
const LIMITS = { files: 200, fileSize: 2 * MEGABYTE, fields: 5, fieldSize: 1_000 };
const LONGEST_IDEMPOTENCY_KEY = 200;

/** Every operation of `V2_ROUTES`: the type says that none is missing. */
function allHandlers(parts: V2Parts): Handlers<V2Operation> {
  const names = definitionNames(parts.store);
  return {
    ...systemHandlers(parts),
    ...deploymentHandlers(parts),
    ...definitionHandlers(parts),
    ...decisionHandlers(parts),
    ...instanceHandlers(parts, names),
    ...changeHandlers(parts),
    ...elementHandlers(parts),
    ...userTaskHandlers(parts, names),
    ...variableHandlers(parts),
    ...messageHandlers(parts),
    ...incidentHandlers(parts),
  };
}

/**
 * The engine API, to be mounted at `/v2` behind authentication, which sets `request.person`. Errors are thrown as
 * ApiError (or pass as they are) for the application's error handler; JSON bodies are read here or before.
 */
export function v2Router(parts: V2Parts): Router {
  const router = Router();
  const handlers = allHandlers(parts);
  const upload = multer({ storage: multer.memoryStorage(), limits: LIMITS, preservePath: true }).any();
  for (const [operation, route] of Object.entries(V2_ROUTES) as [V2Operation, V2Route][]) {
    const path = route.path.replace(/\{(\w+)\}/g, ':$1');
    const before = route.multipart ? [upload] : [];
    router[route.method](path, ...before, serve(route, handlers[operation] as Handler<V2Operation>));
  }
  return router;
}

function serve(route: V2Route, handler: Handler<V2Operation>): RequestHandler {
  return async (request, response) => {
    const { person } = request as Request & { person?: Person };
    if (!person) throw new ApiError('unauthenticated');
    const call: Call<V2Operation> = {
      person,
      params: request.params as Record<string, string>,
      body: (route.body ? validate(route.body, request.body) : undefined) as Call<V2Operation>['body'],
      idempotencyKey: idempotencyKeyOf(request),
      files: filesOf(request),
    };
    send(response, await handler(call));
  };
}

function send(response: Response, { body, text, projectionBehind }: Answer): void {
  if (projectionBehind) response.set('X-Cauce-Projection', 'behind');
  if (text) response.type(text.type).send(text.content);
  else if (body !== undefined) response.json(body);
  else response.status(204).end();
}

function idempotencyKeyOf(request: Request): string | undefined {
  const key = request.get('Idempotency-Key');
  if (key !== undefined && (key === '' || key.length > LONGEST_IDEMPOTENCY_KEY)) {
    const message = `Expected 1 to ${LONGEST_IDEMPOTENCY_KEY} characters, but got ${key.length}`;
    throw new ApiError('invalid_request', { errors: [{ path: 'Idempotency-Key', message }] });
  }
  return key;
}

function filesOf(request: Request): Resource[] {
  const files = Array.isArray(request.files) ? request.files : [];
  return files.map(({ originalname, buffer }) => ({ name: originalname, content: buffer.toString('utf8') }));
}
