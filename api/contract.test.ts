import { readFileSync } from 'node:fs';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { codeAt } from './auth/totp';
import {
  draft,
  eventually,
  registration,
  startProductBed,
  type ProductBed,
  type Session,
} from '../test/support/productApi';

jest.setTimeout(60_000);

let bed: ProductBed;
let citizen: Session;
let advisor: Session;
beforeAll(async () => {
  bed = await startProductBed();
  citizen = await bed.citizen();
  advisor = await bed.staff('asesor');
});
afterAll(() => bed.stop());

const PROBLEM = {
  type: expect.any(String),
  title: expect.any(String),
  status: expect.any(Number),
  code: expect.any(String),
  detail: expect.any(String),
};

describe('without a session', () => {
  it('gives rooms, catalogues, forms and the description of the API, and nothing else', async () => {
    const rooms = await bed.call('GET', '/api/rooms');
    expect(rooms.body.items[0]).toMatchObject({
      id: 'general',
      kind: 'always',
      open: true,
      waiting: expect.any(Number),
      estimatedWaitSeconds: expect.any(Number),
    });
    for (const id of ['request-types', 'areas', 'document-types']) {
      const { status, body } = await bed.call('GET', `/api/catalogues/${id}`);
      expect({ status, first: body.items[0] }).toMatchObject({
        status: 200,
        first: { id: expect.any(String), label: expect.any(String) },
      });
    }
    expect((await bed.call('GET', '/api/forms/registration')).body).toMatchObject({ components: expect.any(Array) });
    expect((await bed.call('GET', '/api/openapi.json')).body).toMatchObject({ openapi: '3.1.0' });
    for (const address of ['/api/session', '/api/conversations', '/api/queue', '/api/accounts', '/v2/topology']) {
      const { status, body, headers } = await bed.call('GET', address);
      expect({ address, status, body }).toMatchObject({ address, status: 401, body: PROBLEM });
      expect(headers.get('content-type')).toContain('application/problem+json');
    }
  });

  it('answers an unknown address with a problem', async () => {
    expect(await bed.call('GET', '/api/nothing-here')).toMatchObject({
      status: 404,
      body: { ...PROBLEM, code: 'not_found' },
    });
  });
});

describe('registration', () => {
  it('refuses what is not valid by field, unknown fields included', async () => {
    const refused = await bed.call(
      'POST',
      '/api/citizens',
      registration({ password: 'corta', extra: 1, consent: false }),
    );
    expect(refused).toMatchObject({ status: 400, body: { ...PROBLEM, code: 'invalid_request' } });
    const paths = (refused.body.errors as { path: string }[]).map(({ path }: { path: string }) => path);
    expect(paths).toEqual(expect.arrayContaining(['password', 'extra', 'consent']));
  });

  it('takes a person once, by e-mail and by document', async () => {
    const one = registration();
    expect((await bed.call('POST', '/api/citizens', one)).status).toBe(201);
    for (const again of [registration({ email: one.email }), registration({ documentNumber: one.documentNumber })]) {
      expect(await bed.call('POST', '/api/citizens', again)).toMatchObject({
        status: 409,
        body: { code: 'already_registered' },
      });
    }
  });

  it('gives the first answer to the same key and body', async () => {
    const body = registration();
    const headers = { 'idempotency-key': randomUUID() };
    const first = await bed.call('POST', '/api/citizens', body, headers);
    expect(await bed.call('POST', '/api/citizens', body, headers)).toMatchObject({ status: 201, body: first.body });
    const other = await bed.call('POST', '/api/citizens', registration(), headers);
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency_conflict' } });
  });

  it('keeps name, e-mail and document encrypted', async () => {
    const text = JSON.stringify(await bed.store.connection.collection('people').find({}).toArray());
    expect(text).not.toContain('Ana Prueba');
    expect(text).not.toContain('@correo.example');
  });
});

describe('sessions', () => {
  it('are had by cookie, bearer token or Basic, on both APIs', async () => {
    const { email, password } = registration() as { email: string; password: string };
    await bed.call('POST', '/api/citizens', registration({ email, password }));
    const { body, headers } = await bed.call('POST', '/api/session', { username: email.toUpperCase(), password });
    const cookie = headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^sid=[\w-]+; Path=\/; HttpOnly; SameSite=Lax$/);
    const basic = `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`;
    const ways: Record<string, string>[] = [
      { cookie: cookie.split(';')[0] ?? '' },
      { authorization: `Bearer ${body.token}` },
      { authorization: basic },
    ];
    for (const given of ways) {
      const session = await bed.call('GET', '/api/session', undefined, given);
      expect(session.body).toEqual({ person: { id: body.person.id, name: 'Ana Prueba', roles: ['usuario'] } });
      expect((await bed.call('GET', '/v2/authentication/me', undefined, given)).status).toBe(200);
    }
  });

  it('are refused with a wrong password, whether the account exists or not', async () => {
    for (const username of ['nadie@correo.example', 'owner']) {
      const { status, body } = await bed.call('POST', '/api/session', { username, password: 'no es la contraseña' });
      expect({ status, code: body.code }).toEqual({ status: 401, code: 'invalid_credentials' });
    }
  });

  it('ask for a second factor only of who enrolled', async () => {
    const enrolled = await bed.staff('crmadm');
    const { secret } = (await enrolled.call('POST', '/api/second-factor')).body as { secret: string };
    const codes = [0, 1].map((later) => codeAt(secret, Math.floor(Date.now() / 30_000) + later));
    expect((await enrolled.call('PUT', '/api/second-factor', { secret, code: codes[0] })).status).toBe(204);
    const { username } = (await bed.store.people.get(enrolled.id)) ?? { username: '' };
    const body = { username, password: 'una frase larga de prueba' };
    expect(await bed.call('POST', '/api/session', body)).toMatchObject({
      status: 401,
      body: { code: 'second_factor_required' },
    });
    // A code is taken once, the one of the enrolment too.
    expect((await bed.call('POST', '/api/session', { ...body, code: codes[0] })).status).toBe(401);
    expect((await bed.call('POST', '/api/session', { ...body, code: codes[1] })).status).toBe(200);
    expect((await bed.call('POST', '/api/session', { ...body, code: codes[1] })).status).toBe(401);
  });
});

it('refuses unsafe methods from a foreign origin and lets programs and this site do them', async () => {
  const change = (headers: Record<string, string>) =>
    advisor.call('PUT', '/api/presence', { state: 'paused', rooms: [], capacity: 1 }, headers);
  expect(await change({ origin: 'https://otro.example' })).toMatchObject({
    status: 403,
    body: { code: 'origin_refused' },
  });
  expect((await change({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await change({ origin: bed.url })).status).toBe(200);
  expect((await change({})).status).toBe(200);
  expect((await citizen.call('GET', '/api/session', undefined, { origin: 'https://otro.example' })).status).toBe(200);
});

describe('a conversation', () => {
  it('is opened once a room, and known to its citizen only', async () => {
    const own = await bed.citizen();
    const first = await own.call('POST', '/api/conversations', draft(), { 'idempotency-key': 'k1' });
    expect(first).toMatchObject({
      status: 201,
      body: {
        id: expect.any(String),
        requestNumber: expect.stringMatching(/^\d{4}-\d{6}$/),
        processInstanceKey: expect.stringMatching(/^\d+$/),
        state: 'waiting',
      },
    });
    expect(await own.call('POST', '/api/conversations', draft(), { 'idempotency-key': 'k1' })).toMatchObject({
      status: 201,
      body: first.body,
    });
    const second = await own.call('POST', '/api/conversations', draft());
    expect(second).toMatchObject({ status: 200, body: { id: first.body.id } });
    const changed = draft({ request: { ...draft().request, summary: 'Otra cosa' } });
    expect(await own.call('POST', '/api/conversations', changed, { 'idempotency-key': 'k1' })).toMatchObject({
      status: 409,
      body: { code: 'idempotency_conflict' },
    });
    for (const stranger of [citizen, advisor]) {
      expect((await stranger.call('GET', `/api/conversations/${first.body.id}`)).status).toBe(404);
      expect((await stranger.call('GET', `/api/conversations/${first.body.id}/messages`)).status).toBe(404);
    }
    const list = await own.call('GET', '/api/conversations?state=waiting&mine=true');
    expect(list.body.items).toMatchObject([{ id: first.body.id, state: 'waiting' }]);
    await own.call('POST', `/api/conversations/${first.body.id}/close`);
  });

  it('is opened once by three calls at a time', async () => {
    const own = await bed.citizen();
    const answers = await Promise.all([1, 2, 3].map(() => own.call('POST', '/api/conversations', draft())));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.id as string)).size).toBe(1);
  });

  it('is refused in an unknown room, with an unknown type, and in a closed room', async () => {
    expect((await citizen.call('POST', '/api/conversations', draft({ roomId: 'ninguna' }))).body.errors[0].path).toBe(
      'roomId',
    );
    const unknownType = draft({ request: { ...draft().request, type: 'ninguno' } });
    expect((await citizen.call('POST', '/api/conversations', unknownType)).body.errors[0].path).toBe('request.type');
    const { items } = (await bed.call('GET', '/api/rooms')).body as {
      items: { id: string; open: boolean; opensAt?: string }[];
    };
    const room = items.find(({ id }) => id === 'creditos');
    const answer = await citizen.call('POST', '/api/conversations', draft({ roomId: 'creditos' }));
    if (room?.open) expect(answer.status).toBe(201);
    else expect(answer).toMatchObject({ status: 409, body: { code: 'room_closed', opensAt: room?.opensAt } });
  });

  it('has a log without a gap, the same over REST as over the socket', async () => {
    const own = await bed.citizen();
    const { id } = (await own.call('POST', '/api/conversations', draft())).body as { id: string };
    const post = (clientMessageId: string, text: string) =>
      own.call('POST', `/api/conversations/${id}/messages`, { clientMessageId, text });
    await Promise.all(['a', 'b', 'c'].map((name) => post(name, `mensaje ${name}`)));
    expect(await post('a', 'mensaje a')).toMatchObject({ status: 200, body: { clientMessageId: 'a' } });
    expect(await post('a', 'otro')).toMatchObject({ status: 409, body: { code: 'message_conflict' } });
    const page = (await own.call('GET', `/api/conversations/${id}/messages?after=0&limit=3`)).body;
    expect(page).toMatchObject({ lastSeq: 4, hasMore: true });
    expect((page.items as { seq: number }[]).map(({ seq }: { seq: number }) => seq)).toEqual([1, 2, 3]);
    expect(page.items[0]).toMatchObject({ kind: 'opened', author: { role: 'system' }, text: expect.any(String) });
    const socket = await own.socket();
    socket.send({ type: 'subscribe', conversationId: id, after: 0 });
    await socket.frame('message', ({ seq }) => seq === 4);
    const entries = socket.frames.flatMap((frame) => (frame.type === 'message' ? [frame] : []));
    expect(entries.slice(0, 3).map(({ type: _t, conversationId: _c, ...entry }) => entry)).toEqual(page.items);
    socket.close();
    await own.call('POST', `/api/conversations/${id}/close`);
    expect(await post('d', 'tarde')).toMatchObject({ status: 409, body: { code: 'conversation_closed' } });
  });

  it('takes files by what they are, not by what they are called', async () => {
    const own = await bed.citizen();
    const { id } = (await own.call('POST', '/api/conversations', draft())).body as { id: string };
    const send = (content: string | Buffer, name: string) => {
      const form = new FormData();
      form.append('file', new Blob([content]), name);
      return own.call('POST', `/api/conversations/${id}/attachments`, form);
    };
    const pdf = await send('%PDF-1.7 …', '../../cédula.exe');
    expect(pdf).toMatchObject({ status: 201, body: { name: 'cédula.pdf', contentType: 'application/pdf' } });
    expect(await send('MZ…', 'foto.png')).toMatchObject({ status: 400, body: { code: 'unsupported_file' } });
    expect((await send(Buffer.alloc(10 * 1024 * 1024 + 1, 0x25), 'grande.pdf')).status).toBe(413);
    const got = await own.call('GET', `/api/conversations/${id}/attachments/${pdf.body.id}`);
    expect(got).toMatchObject({ status: 200, body: '%PDF-1.7 …' });
    expect(got.headers.get('content-disposition')).toContain('attachment');
    // Sealed as bytes: 28 of overhead, nothing of the content.
    const chunks = bed.store.connection.collection<{ data: { length(): number } }>('attachmentChunks');
    const [chunk] = await chunks.find({ attachmentId: pdf.body.id }).toArray();
    expect(chunk?.data.length()).toBe('%PDF-1.7 …'.length + 2 + 28);
    expect((await citizen.call('GET', `/api/conversations/${id}/attachments/${pdf.body.id}`)).status).toBe(404);
    await own.call('POST', `/api/conversations/${id}/close`);
  });
});

it('takes files of a release of more than a megabyte from who may deploy them', async () => {
  const owner = await bed.staff('owner');
  const resources = [{ name: 'catalogues/large.yaml', content: '#'.repeat(1_500_000) }];
  expect((await owner.call('POST', '/api/releases/check', { resources })).status).toBe(200);
  expect((await advisor.call('POST', '/api/releases/check', { resources })).status).toBe(413);
});

it("keeps a task's files with its instance and completes it only with those", async () => {
  const owner = await bed.staff('owner');
  const bpmn = readFileSync(path.join(__dirname, 'v2/models/material.bpmn'), 'utf8');
  const deployment = new FormData();
  deployment.append('resources', new Blob([bpmn]), 'processes/material.bpmn');
  expect(await owner.call('POST', '/v2/deployments', deployment)).toMatchObject({ status: 200 });
  const start = async (): Promise<string> => {
    const body = { processDefinitionId: 'material', variables: { topic: 'Becas' } };
    const { processInstanceKey } = (await owner.call('POST', '/v2/process-instances', body)).body;
    const search = { filter: { processInstanceKey } };
    const isThere = ({ body: found }: { body: { items?: unknown[] } }) => found.items?.length === 1;
    const tasks = await eventually(() => advisor.call('POST', '/v2/user-tasks/search', search), isThere);
    return (tasks.body.items as { userTaskKey: string }[])[0]?.userTaskKey ?? '';
  };
  const send = (task: string, content: string, key: string) => {
    const form = new FormData();
    form.append('file', new Blob([content]), 'presentación.pdf');
    return advisor.call('POST', `/api/user-tasks/${task}/files`, form, { 'idempotency-key': key });
  };
  const take = (task: string) =>
    advisor.call('POST', `/v2/user-tasks/${task}/assignment`, { assignee: advisor.id, allowOverride: false });
  const [task, other] = [await start(), await start()];
  expect(await send(task, '%PDF-1.7 …', 'a')).toMatchObject({ body: { code: 'task_not_assigned' } });
  await take(task);
  await take(other);
  expect(await send(task, 'MZ…', 'b')).toMatchObject({ status: 400, body: { code: 'unsupported_file' } });
  const stored = await send(task, '%PDF-1.7 …', 'c');
  expect(stored).toMatchObject({ status: 201, body: { name: 'presentación.pdf', contentType: 'application/pdf' } });
  expect((await send(task, '%PDF-1.7 …', 'c')).body).toEqual(stored.body);
  const address = `/api/user-tasks/${task}/files/${stored.body.id}`;
  expect(await advisor.call('GET', address)).toMatchObject({ status: 200, body: '%PDF-1.7 …' });
  expect((await citizen.call('GET', address)).status).toBe(404);
  expect((await advisor.call('GET', address.replace(task, other))).status).toBe(404);
  const complete = (key: string, material: object[]) =>
    advisor.call('POST', `/v2/user-tasks/${key}/completion`, { variables: { material } });
  const refused = { status: 400, body: { code: 'invalid_form', errors: [{ path: 'variables.material' }] } };
  expect(await complete(task, [])).toMatchObject(refused);
  expect(await complete(other, [stored.body])).toMatchObject(refused);
  expect(await complete(task, [{ ...stored.body, name: 'otro.pdf' }])).toMatchObject(refused);
  expect(await complete(task, [{ ...stored.body, contentType: 'text/html' }])).toMatchObject(refused);
  expect((await complete(task, [{ ...stored.body, note: 'sólo suya' }])).status).toBe(204);
  const search = { filter: { name: 'material', value: { $neq: '[]' } } };
  const kept = await eventually(
    () => owner.call('POST', '/v2/variables/search', search),
    ({ body }) => body.items?.length === 1,
  );
  expect(JSON.parse((kept.body.items as { value: string }[])[0]?.value ?? '')).toEqual([stored.body]);
  // what was brought and not handed in doesn't stay
  const left = (await send(other, '%PDF-1.7 no', 'd')).body.id as string;
  await bed.store.attachments.removeAbandoned(new Date(Date.now() - 60_000).toISOString());
  expect(await bed.store.attachments.get(left)).not.toBeNull();
  await bed.store.attachments.removeAbandoned(new Date(Date.now() + 1_000).toISOString());
  expect(await bed.store.attachments.get(left)).toBeNull();
  const chunks = bed.store.connection.collection('attachmentChunks');
  expect(await chunks.countDocuments({ attachmentId: left })).toBe(0);
  const owned = `/api/instances/${kept.body.items[0].processInstanceKey}/files/${stored.body.id}`;
  expect(await owner.call('GET', owned)).toMatchObject({ status: 200, body: '%PDF-1.7 …' });
});

describe('a request', () => {
  it('is left outside opening hours under a number, as a task of the advisors', async () => {
    const own = await bed.citizen();
    const left = await own.call('POST', '/api/requests', draft(), { 'idempotency-key': 'k' });
    expect(left).toMatchObject({ status: 201, body: { requestNumber: expect.stringMatching(/^\d{4}-\d{6}$/) } });
    expect((await own.call('POST', '/api/requests', draft(), { 'idempotency-key': 'k' })).body).toEqual(left.body);
    const tasks = await eventually(
      () =>
        advisor.call('POST', '/v2/user-tasks/search', { filter: { processInstanceKey: left.body.processInstanceKey } }),
      ({ body }) => body.items?.length === 1,
    );
    expect(tasks.body.items[0]).toMatchObject({ elementId: 'answer-off-hours', candidateGroups: ['asesor'] });
    expect(tasks.body.items[0]).not.toHaveProperty('assignee');
  });

  it('shows its state to who knows number and document, and to nobody else', async () => {
    const documentNumber = String(Math.floor(10_000_000 + Math.random() * 89_000_000));
    const who = registration({ documentNumber });
    await bed.call('POST', '/api/citizens', who);
    const own = await bed.signIn(who.email as string);
    const { requestNumber } = (await own.call('POST', '/api/requests', draft())).body as { requestNumber: string };
    const status = (number: string, document: string) =>
      bed.call('GET', `/api/requests/status?number=${number}&documentNumber=${document}`);
    expect(await status(requestNumber, `${documentNumber.slice(0, 2)}.${documentNumber.slice(2)}`)).toMatchObject({
      status: 200,
      body: { requestNumber, state: 'open', type: 'solicitud.informacion-general', area: 'credito-educativo' },
    });
    expect((await status(requestNumber, '11111111')).status).toBe(404);
    expect((await status('2026-999999', documentNumber)).status).toBe(404);
    const found = await advisor.call('GET', `/api/search?q=${documentNumber}`);
    expect(found.body.items).toMatchObject([{ requestNumber, citizen: { id: own.id } }]);
    expect((await own.call('GET', `/api/search?q=${documentNumber}`)).status).toBe(403);
  });
});

it('corrects a classification with a reason, and keeps both', async () => {
  const own = await bed.citizen();
  const desk = await bed.staff('asesor');
  await desk.call('PUT', '/api/presence', { state: 'available', rooms: ['general'], capacity: 20 });
  const { id, requestNumber } = (await own.call('POST', '/api/conversations', draft())).body as Record<string, string>;
  await eventually(
    () => desk.call('GET', `/api/conversations/${id}`),
    ({ status }) => status === 200,
  );
  const correct = (body: object) => desk.call('POST', `/api/conversations/${id}/classification`, body);
  expect(await correct({ type: 'reclamo', area: 'cartera' })).toMatchObject({ status: 400 });
  expect(await correct({ type: 'reclamo', area: 'cartera', reason: 'Es un reclamo' })).toMatchObject({
    status: 200,
    body: { type: 'reclamo', area: 'cartera', declaredType: 'solicitud.informacion-general' },
  });
  expect(await bed.store.requests.get(requestNumber ?? '')).toMatchObject({
    type: 'reclamo',
    declaredArea: 'credito-educativo',
  });
  await own.call('POST', `/api/conversations/${id}/close`);
  await desk.call('PUT', '/api/presence', { state: 'offline', rooms: [], capacity: 0 });
});

describe('accounts', () => {
  it('are made by invitation, and their passwords reset by mail', async () => {
    const admin = await bed.staff('crmadm', 'owner');
    const username = `nueva${randomUUID().slice(0, 6)}`;
    const made = await admin.call('POST', '/api/accounts', {
      username,
      name: 'Cuenta Nueva',
      email: `${username}@cauce.example`,
      roles: ['asesor'],
    });
    expect(made).toMatchObject({ status: 201, body: { username, state: 'invited' } });
    const token = async (): Promise<string> => {
      const { items } = (await admin.call('GET', '/api/outbox')).body as { items: { to: string; text: string }[] };
      const text = items.find(({ to }) => to.startsWith(username))?.text ?? '';
      return /token=([\w-]+)/.exec(text)?.[1] ?? '';
    };
    const invitation = await token();
    const password = 'otra frase bien larga';
    expect(await bed.call('POST', '/api/password', { token: invitation, password: 'aaaaaaaaaaaaaa' })).toMatchObject({
      status: 400,
      body: { code: 'weak_password' },
    });
    expect((await bed.call('POST', '/api/password', { token: invitation, password })).status).toBe(204);
    expect(await bed.call('POST', '/api/password', { token: invitation, password })).toMatchObject({
      status: 400,
      body: { code: 'token_invalid' },
    });
    const signedIn = await bed.signIn(username, password);
    expect((await bed.call('POST', '/api/password-reset', { username })).status).toBe(202);
    expect((await bed.call('POST', '/api/password-reset', { username: 'nadie' })).status).toBe(202);
    const reset = await token();
    expect(reset).not.toBe(invitation);
    expect((await bed.call('POST', '/api/password', { token: reset, password: 'una tercera frase' })).status).toBe(204);
    expect((await signedIn.call('GET', '/api/session')).status).toBe(401);
    expect((await signedIn.call('GET', '/api/accounts')).status).toBe(401);
    expect((await advisor.call('GET', '/api/accounts')).status).toBe(403);
  });
});

it('limits attempts to sign in', async () => {
  const limited = await startProductBed({ RATE_LIMITS: 'on' });
  const attempt = () => limited.call('POST', '/api/session', { username: 'alguien', password: 'no es esta' });
  const answers = [];
  for (let n = 0; n < 11; n++) answers.push(await attempt());
  expect(answers.at(-2)?.status).toBe(401);
  expect(answers.at(-1)).toMatchObject({ status: 429, body: { ...PROBLEM, code: 'rate_limited' } });
  expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0);
  await limited.stop();
});

it('makes the codes that RFC 6238 gives as examples', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  expect([1, 37037036, 41152263].map((step) => codeAt(secret, step))).toEqual(['287082', '081804', '005924']);
});
