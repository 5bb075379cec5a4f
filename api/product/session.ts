import { Router, type Request, type Response } from 'express';
import { ApiError } from '../../protocol/errors';
import {
  codeSchema,
  enrolmentSchema,
  loginSchema,
  registrationSchema,
  type SessionAnswer,
} from '../../protocol/product';
import { cookieOf, clearCookie } from '../auth/cookies';
import type { Limits } from '../auth/limits';
import { personOf } from '../auth/middleware';
import { hashPassword, isWeak } from '../auth/passwords';
import { newSecret, stepOf, totpUri } from '../auth/totp';
import type { ApiContext } from '../context';
import { createOnce } from '../idempotent';
import { invalidField, validate } from '../validate';

/** Registration of citizens, sessions, second factor. */
export function sessionRoutes(context: ApiContext, limits: Limits): Router {
  const { store, authenticator, settings, now, release } = context;
  const router = Router();

  router.post('/citizens', limits.guessing, async (request, response) => {
    const { password, consent: _consent, ...citizen } = validate(registrationSchema, request.body);
    if (isWeak(password, citizen.email)) throw new ApiError('weak_password');
    const relationships = await release.items('relationships');
    if (!relationships.some(({ id }) => id === citizen.relationship)) {
      throw invalidField('relationship', 'Escoja una relación de la lista.');
    }
    await createOnce(context, request, response, { ...citizen, password }, async (personId) => {
      const { documentType, documentNumber, name, email, relationship } = citizen;
      const at = now().toISOString();
      const isNew = await store.people.add({
        personId,
        kind: 'citizen',
        username: email,
        name,
        email,
        roles: [],
        passwordHash: await hashPassword(password),
        state: 'active',
        createdAt: at,
        citizen: { documentType, documentNumber, relationship, consentAt: at },
      });
      if (!isNew && !(await store.people.get(personId))) throw new ApiError('already_registered');
      return { status: 201, body: { id: personId } };
    });
  });

  router.post('/session', limits.login, async (request, response) => {
    const { username, password, code: given } = validate(loginSchema, request.body);
    const person = await authenticator.verify(username, password, given);
    const token = await authenticator.startSession(person.id);
    const answer: SessionAnswer = { token, person };
    response.setHeader('Set-Cookie', cookieOf(settings, token)).setHeader('Cache-Control', 'no-store').json(answer);
  });

  router.get('/session', (request, response) => {
    response.setHeader('Cache-Control', 'no-store').json({ person: personOf(request) });
  });

  router.delete('/session', async (request: Request, response: Response) => {
    personOf(request);
    if (request.sessionId) await authenticator.endSession(request.sessionId);
    response.setHeader('Set-Cookie', clearCookie(settings)).status(204).end();
  });

  /** A secret to enrol with; nothing is kept before its first code comes back. */
  router.post('/second-factor', async (request, response) => {
    const record = await store.people.get(personOf(request).id);
    const secret = newSecret();
    response.setHeader('Cache-Control', 'no-store').json({ secret, uri: totpUri(secret, record?.username ?? '') });
  });

  router.put('/second-factor', async (request, response) => {
    const { secret, code: first } = validate(enrolmentSchema, request.body);
    const step = stepOf(secret, first, now());
    if (step === null) throw invalidField('code', 'El código no corresponde.');
    await store.people.setSecondFactor(personOf(request).id, secret, step);
    response.status(204).end();
  });

  router.delete('/second-factor', limits.login, async (request, response) => {
    const { id } = personOf(request);
    const record = await store.people.get(id);
    const { code: last } = validate(codeSchema, request.body);
    if (record?.totpSecret) {
      const step = stepOf(record.totpSecret, last, now());
      if (step === null || !(await store.people.useSecondFactor(id, step)))
        throw invalidField('code', 'El código no corresponde.');
    }
    await store.people.removeSecondFactor(id);
    response.status(204).end();
  });

  return router;
}
