import { randomBytes, randomUUID } from 'node:crypto';
import { Router } from 'express';
import { ROLES } from '../../protocol/roles';
import { ApiError } from '../../protocol/errors';
import { newAccountSchema, newPasswordSchema, passwordResetSchema, type Account } from '../../protocol/product';
import { publicUrl } from '../../protocol/settings';
import type { PersonRecord } from '../../store/product/people';
import type { Limits } from '../auth/limits';
import { personOf } from '../auth/middleware';
import { hashPassword, isWeak, verifyPassword } from '../auth/passwords';
import type { ApiContext } from '../context';
import { createOnce } from '../idempotent';
import { authorize } from '../v2/access';
import { invalidField, validate } from '../validate';

const INVITATION_MS = 7 * 86_400_000;
const RESET_MS = 30 * 60_000;

/** Accounts of staff, invitations, forgotten passwords. */
export function accountRoutes(context: ApiContext, limits: Limits): Router {
  const { store, now } = context;
  const router = Router();

  router.get('/accounts', async (request, response) => {
    authorize(personOf(request), 'accounts.manage');
    response.json({ items: (await store.people.staff()).map(accountView) });
  });

  router.post('/accounts', async (request, response) => {
    authorize(personOf(request), 'accounts.manage');
    const draft = validate(newAccountSchema, request.body);
    const unknown = draft.roles.filter((role) => role === 'usuario' || !ROLES.some((known) => known === role));
    if (unknown.length > 0) throw invalidField('roles', `No existe el rol ${unknown.join(', ')}.`);
    await createOnce(context, request, response, draft, async (personId) => {
      const at = now().toISOString();
      const account = {
        ...draft,
        personId,
        kind: 'staff',
        passwordHash: null,
        state: 'invited',
        createdAt: at,
      } as const;
      const isNew = await store.people.add({ ...account, citizen: null });
      const record = await store.people.get(personId);
      if (!record || (!isNew && record.state !== 'invited')) throw new ApiError('already_registered');
      await invite(record);
      return { status: 201, body: accountView(record) };
    });
  });

  router.post('/accounts/:id/invitation', async (request, response) => {
    authorize(personOf(request), 'accounts.manage');
    const record = await store.people.get(request.params.id);
    if (record?.kind !== 'staff') throw new ApiError('not_found');
    await invite(record);
    response.status(204).end();
  });

  /** The answer says nothing about whether there is such an account. */
  router.post('/password-reset', limits.login, limits.guessing, async (request, response) => {
    const { username } = validate(passwordResetSchema, request.body);
    const record = await store.people.byUsername(username);
    if (record?.email && record.state !== 'locked') {
      await sendLink(record, 'reset', RESET_MS, 'Cambie su contraseña', [
        'Alguien, seguramente usted, pidió cambiar la contraseña de su cuenta. Hágalo aquí en los próximos 30 minutos:',
        'Si no fue usted, no haga nada.',
      ]);
    }
    response.status(202).json({});
  });

  router.post('/password', limits.login, async (request, response) => {
    const body = validate(newPasswordSchema, request.body);
    const record =
      'token' in body ? await ownerOf(body.token) : await withPassword(personOf(request).id, body.currentPassword);
    if (isWeak(body.password, record.username)) throw new ApiError('weak_password');
    if ('token' in body && (await store.tokens.use(body.token, now().toISOString())) === null) {
      throw new ApiError('token_invalid');
    }
    await store.people.setPassword(record.personId, await hashPassword(body.password), now().toISOString());
    await store.sessions.endAllOf(record.personId, now().toISOString());
    response.status(204).end();
  });

  async function ownerOf(token: string): Promise<PersonRecord> {
    const personId = await store.tokens.ownerOf(token, now().toISOString());
    const record = personId && (await store.people.get(personId));
    if (!record) throw new ApiError('token_invalid');
    return record;
  }

  async function withPassword(personId: string, currentPassword: string): Promise<PersonRecord> {
    const record = await store.people.get(personId);
    if (!record || !(await verifyPassword(record.passwordHash, currentPassword)))
      throw new ApiError('invalid_credentials');
    return record;
  }

  const invite = (record: PersonRecord): Promise<void> =>
    sendLink(record, 'invitation', INVITATION_MS, 'Su cuenta en Cauce', [
      `Le crearon la cuenta «${record.username}». Escoja su contraseña en los próximos 7 días:`,
    ]);

  async function sendLink(
    record: PersonRecord,
    purpose: 'invitation' | 'reset',
    validMs: number,
    subject: string,
    [before, after]: string[],
  ): Promise<void> {
    const token = randomBytes(32).toString('base64url');
    const at = now();
    const expiresAt = new Date(at.getTime() + validMs).toISOString();
    await store.tokens.add(token, { personId: record.personId, purpose, expiresAt });
    const link = `${publicUrl(context.settings)}/staff/restablecer?token=${token}`;
    const text = ['Buen día:', before, link, after].filter(Boolean).join('\n\n');
    await store.mail.enqueue({ key: randomUUID(), personId: record.personId, subject, text, at: at.toISOString() });
  }

  return router;
}

function accountView(record: PersonRecord): Account {
  return {
    id: record.personId,
    username: record.username,
    name: record.name,
    email: record.email,
    roles: record.roles,
    state: record.state,
    secondFactor: record.totpSecret !== null,
    lastLoginAt: record.lastLoginAt,
  };
}
