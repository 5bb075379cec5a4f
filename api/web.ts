import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import express, { Router, type Response } from 'express';
import { ApiError } from '../protocol/errors';

const CITIZEN_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
];

const staffPolicy = (nonce: string): string[] => [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'nonce-${nonce}'`,
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
];

/** What a careful site would allow for the chat and nothing more. */
const DEMO_POLICY = ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-src 'self'"];

const FRAMED_BY_NOBODY = "frame-ancestors 'none'";
/**
 * Serves the built front ends: the citizen's site on `/` and its addresses, the staff app on `/staff/*`, the widget's
 * script. Hashed assets are kept by browsers for a year, pages never.
 * @param folder `dist/web`
 * @param embedOrigins sites besides this one that may frame the embed route (`?embed=1`); nothing else may be framed
 * @param hasDemo whether a page shows the widget as another site would
 */
export function webRoutes(folder: string, embedOrigins: readonly string[], hasDemo = false): Router {
  const router = Router();
  const framedBySites = ['frame-ancestors', "'self'", ...embedOrigins].join(' ');
  const assets = (name: string) =>
    express.static(path.join(folder, name, 'assets'), {
      immutable: true,
      maxAge: '1y',
      index: false,
      fallthrough: false,
    });
  router.use('/assets', assets('citizen'));
  router.use('/staff/assets', assets('staff'));
  router.use('/widget', (_request, response, next) => {
    // Other sites load this script.
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    next();
  });
  router.get('/widget/demo.html', (_request, response, next) => {
    if (hasDemo) sendPage(response, page(folder, 'widget', 'demo.html'), DEMO_POLICY);
    else next(new ApiError('not_found'));
  });
  router.use('/widget', express.static(path.join(folder, 'widget'), { maxAge: '1h', index: false }));

  router.get(/^\/staff(\/.*)?$/, (_request, response) => {
    const nonce = randomBytes(18).toString('base64url');
    const html = page(folder, 'staff')?.replaceAll('__CSP_NONCE__', nonce);
    sendPage(response, html, [...staffPolicy(nonce), FRAMED_BY_NOBODY]);
  });
  router.get(/^\/(?!api(\/|$)|v2(\/|$)|ws$|widget(\/|$)).*$/, (request, response, next) => {
    if (/\.[a-z0-9]{2,5}$/i.test(request.path)) return next();
    const framing = request.query.embed === '1' ? framedBySites : FRAMED_BY_NOBODY;
    sendPage(response, page(folder, 'citizen'), [...CITIZEN_POLICY, framing]);
  });
  return router;
}

/** The page of a front end; undefined while it isn't built. */
function page(folder: string, name: string, fileName = 'index.html'): string | undefined {
  const file = path.join(folder, name, fileName);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function sendPage(response: Response, html: string | undefined, policy: string[]): void {
  if (html === undefined) {
    response.status(503).type('text').send('Esta parte no se ha construido: ejecute npm run build.\n');
    return;
  }
  response
    .setHeader('Content-Security-Policy', policy.join('; '))
    .setHeader('Cache-Control', 'no-store')
    .type('html')
    .send(html);
}
