import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import express from 'express';
import pino from 'pino';
import type { Person } from '../../protocol/product';
import { checkAnswer } from './answers';
import { startProcessBed, type ProcessBed } from './processes';
import { errorMiddleware } from '../../api/errors';
import { engineRoutes } from '../../api/product/engine';
import { v2Router } from '../../api/v2/router';

const MODELS = path.resolve(__dirname, '../../api/v2/models');

/** The engine API over HTTP, on real parts, with people who are believed at their word. */
export interface V2Bed extends ProcessBed {
  url: string;
  /** Calls as a person of these roles, `/v2` unless the path begins with `/api/`; gives status, headers and body (JSON where it is). */
  as(id: string, ...roles: string[]): Caller;
}

/** What tests read of a JSON answer. */
export interface Answered {
  items: Record<string, string>[];
  page: { totalItems: number; startCursor: string; endCursor: string };
  errors: { path: string; message: string }[];
  [name: string]: unknown;
}

/** `text` is the answer as it came, `body` its JSON. */
export type Caller = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<{ status: number; body: Answered; text: string; headers: Headers }>;

export async function startV2Bed(): Promise<V2Bed> {
  const bed = await startProcessBed();
  const { store, instances, correlator } = bed;
  const people = new Map<string, Person>();
  const app = express();
  app.use(express.json());
  app.use((request, _response, next) => {
    request.person = people.get(request.get('x-person') ?? '');
    next();
  });
  const parts = { store, instances, correlator, jobTypes: new Set<string>(), now: Date.now };
  app.use('/v2', v2Router({ ...parts, deployed: () => Promise.resolve() }));
  app.use('/api', engineRoutes({ ...parts, nextTimes: () => Promise.resolve([]) }));
  app.use(errorMiddleware(pino({ level: 'silent' })));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...bed,
    url,
    as: (id, ...roles) => {
      people.set(id, { id, name: id, roles });
      return async (method, address, body, headers = {}) => {
        const isForm = body instanceof FormData;
        const target = address.startsWith('/api/') ? address : `/v2${address}`;
        const response = await fetch(url + target, {
          method,
          headers: {
            'x-person': id,
            ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          body: isForm ? body : body === undefined ? undefined : JSON.stringify(body),
        });
        const text = await response.text();
        const isJson = response.headers.get('content-type')?.includes('json') === true;
        const answer = (isJson ? JSON.parse(text) : {}) as Answered;
        checkAnswer(method, target, response.status, answer);
        return {
          status: response.status,
          body: answer,
          text,
          headers: response.headers,
        };
      };
    },
    stop: async () => {
      await new Promise((resolve) => server.close(resolve));
      await bed.stop();
    },
  };
}

/** Files of `api/v2/models/` as a deployment sends them. */
export function modelFiles(...names: string[]): FormData {
  const form = new FormData();
  for (const name of names) {
    form.append('resources', new Blob([readFileSync(path.join(MODELS, name))]), name);
  }
  return form;
}
