import { createServer, type Server } from 'node:http';
import express, { type RequestHandler } from 'express';
import { jobTypes } from '../protocol/jobTypes';
import { ApiError } from '../protocol/errors';
import { createAuthenticator } from './auth/authenticator';
import { cookieName } from './auth/cookies';
import { createLimits } from './auth/limits';
import { authenticate, requirePerson } from './auth/middleware';
import { originMiddleware } from './auth/origin';
import type { ApiContext, ApiParts, ApiSettings } from './context';
import { deadlineMiddleware, errorMiddleware } from './errors';
import { accountRoutes } from './product/accounts';
import { attachmentRoutes } from './product/attachments';
import { conversationRoutes } from './product/conversations';
import { documentRoutes } from './product/documents';
import { engineRoutes } from './product/engine';
import { forumRoutes } from './product/forums';
import { programmeRoutes } from './product/programme';
import { indicatorRoutes } from './product/indicators';
import { publicRoutes } from './product/public';
import { registerRoutes } from './product/registers';
import { requestRoutes } from './product/requests';
import { sessionRoutes } from './product/session';
import { taskFileRoutes } from './product/taskFiles';
import { staffRoutes } from './product/staff';
import { statusRoutes } from './product/status';
import { createViews } from './product/views';
import { releaseReader } from './release';
import { createSocketServer } from './sockets/server';
import { isAllowed } from './v2/access';
import { v2Router } from './v2/router';
import { webRoutes } from './web';

const MOST_JSON = '1mb';
/** Files of up to 2 MB, several at once. */
const MOST_RELEASE = '24mb';
/** Longer than the 10 s that the engine is given for an answer. */
const ANSWER_WITHIN_MS = 12_000;

export interface Api {
  server: Server;
  /** Closes sockets and server; the store and Temporal stay the caller's. */
  close(): Promise<void>;
}

/** The API with its sockets and the front ends, on a server that doesn't listen yet. */
export function createApi(parts: ApiParts): Api {
  const now = parts.now ?? (() => new Date());
  const context: ApiContext = {
    ...parts,
    now,
    authenticator: createAuthenticator(parts.store, cookieName(parts.settings), now),
    release: releaseReader(parts.store, now),
  };
  const views = createViews(context);
  const limits = createLimits(context.settings);
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', context.settings.TRUST_PROXY);
  app.use(securityHeaders(context.settings.PUBLIC_URL?.startsWith('https:') ?? false));
  app.use('/api', statusRoutes(context));
  app.use(
    ['/api', '/v2'],
    originMiddleware(context.settings),
    deadlineMiddleware(ANSWER_WITHIN_MS),
    authenticate(context),
    limits.general,
    jsonBodies(),
  );
  app.use(
    '/api',
    publicRoutes(context, views),
    sessionRoutes(context, limits),
    conversationRoutes(context, views),
    requestRoutes(context, views, limits),
    attachmentRoutes(context),
    taskFileRoutes(context),
    staffRoutes(context),
    forumRoutes(context),
    programmeRoutes(context),
    accountRoutes(context, limits),
    documentRoutes(context),
    indicatorRoutes(context),
    registerRoutes(context),
    engineRoutes({ ...context, jobTypes }),
  );
  app.use('/v2', requirePerson, v2Router({ ...context, jobTypes, now: () => now().getTime() }));
  app.use(['/api', '/v2'], notFound);
  app.use(webRoutes(context.webFolder, embedOrigins(context.settings), context.settings.NODE_ENV !== 'production'));
  app.use(notFound);
  app.use(errorMiddleware(context.log));
  const server = createServer(app);
  const sockets = createSocketServer(server, context, views);
  return {
    server,
    close: async () => {
      await sockets.stop();
      server.closeIdleConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        setTimeout(() => server.closeAllConnections(), 2_000).unref();
      });
    },
  };
}

/** Only who may deploy sends whole releases: nobody else fills our memory. */
function jsonBodies(): RequestHandler {
  const usual = express.json({ limit: MOST_JSON });
  const release = express.json({ limit: MOST_RELEASE });
  return (request, response, next) => {
    const { person } = request;
    const sendsRelease =
      request.originalUrl === '/api/releases/check' && person !== undefined && isAllowed(person, 'definition.deploy');
    (sendsRelease ? release : usual)(request, response, next);
  };
}

/** Sites that may show the chat in a frame. */
const embedOrigins = ({ EMBED_ORIGINS }: ApiSettings): string[] => (EMBED_ORIGINS ?? '').split(/\s+/).filter(Boolean);

const notFound: RequestHandler = (_request, _response, next) => next(new ApiError('not_found'));

function securityHeaders(isSecure: boolean): RequestHandler {
  return (_request, response, next) => {
    response
      .setHeader('X-Content-Type-Options', 'nosniff')
      .setHeader('Referrer-Policy', 'no-referrer')
      .setHeader('Cross-Origin-Opener-Policy', 'same-origin')
      .setHeader('Cross-Origin-Resource-Policy', 'same-origin')
      .setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=()');
    if (isSecure) response.setHeader('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
    next();
  };
}
