import {
  draft,
  eventually,
  openSocket,
  startProductBed,
  type ProductBed,
  type Session,
} from '../test/support/productApi';

jest.setTimeout(60_000);

let bed: ProductBed;
beforeAll(async () => {
  bed = await startProductBed();
});
afterAll(() => bed.stop());

const available = (advisor: Session, capacity = 5) =>
  advisor.call('PUT', '/api/presence', { state: 'available', rooms: ['general'], capacity });
const offline = (advisor: Session) =>
  advisor.call('PUT', '/api/presence', { state: 'offline', rooms: [], capacity: 0 });

async function opened(citizen: Session): Promise<{ id: string; requestNumber: string; processInstanceKey: string }> {
  const answer = await citizen.call('POST', '/api/conversations', draft());
  expect(answer.status).toBe(201);
  return answer.body as { id: string; requestNumber: string; processInstanceKey: string };
}

/** Sends over a socket and waits for the acknowledgement. */
async function say(session: Session, conversationId: string, text: string, clientMessageId: string): Promise<number> {
  const socket = await session.socket();
  socket.send({ type: 'send', conversationId, clientMessageId, text });
  const { seq } = await socket.frame('ack');
  socket.close();
  return seq;
}

it('brings a citizen to an advisor as an assigned task, and the answer back, to the survey', async () => {
  // given
  const citizen = await bed.citizen();
  const advisor = await bed.staff('asesor');
  const desk = await advisor.socket();
  await available(advisor);
  // when: the citizen opens a conversation
  const { id, requestNumber, processInstanceKey } = await opened(citizen);
  const openedAt = Date.now();
  // then: it is the advisor's, as a task, soon
  const assigned = await desk.frame('assigned', ({ conversationId }) => conversationId === id);
  expect(Date.now() - openedAt).toBeLessThan(8_000);
  const task = await advisor.call('GET', `/v2/user-tasks/${assigned.userTaskKey}`);
  expect(task.body).toMatchObject({ elementId: 'answer-request', assignee: advisor.id, state: 'CREATED' });
  const variables = await bed.store.state.variables(processInstanceKey);
  expect(variables).toMatchObject({ conversationId: id, requestNumber, type: 'solicitud.informacion-general' });
  // when: they talk
  const page = await citizen.socket();
  page.send({ type: 'subscribe', conversationId: id, after: 0 });
  desk.send({ type: 'subscribe', conversationId: id, after: 0 });
  await page.frame('message', ({ kind }) => kind === 'assigned');
  page.send({ type: 'send', conversationId: id, clientMessageId: 'c1', text: 'Buenos días' });
  await desk.frame('message', ({ text }) => text === 'Buenos días');
  desk.send({ type: 'send', conversationId: id, clientMessageId: 'a1', text: 'Con gusto le ayudo' });
  await page.frame('message', ({ text }) => text === 'Con gusto le ayudo');
  desk.send({ type: 'read', conversationId: id, seq: 3 });
  await page.frame('read', ({ by, seq }) => by === 'advisor' && seq === 3);
  page.send({ type: 'typing', conversationId: id });
  await desk.frame('typing', ({ by }) => by === 'citizen');
  expect((await citizen.call('GET', `/api/conversations/${id}`)).body).toMatchObject({
    state: 'active',
    advisor: { id: advisor.id },
  });
  // when: the advisor completes the task
  const done = await advisor.call('POST', `/v2/user-tasks/${assigned.userTaskKey}/completion`, {
    variables: { outcome: 'answered', type: 'solicitud.informacion-general', area: 'credito-educativo' },
  });
  expect(done.status).toBe(204);
  // then: the conversation ends and the survey opens
  const last = await page.frame('message', ({ kind }) => kind === 'closed');
  expect(last.closed).toMatchObject({ by: 'advisor', outcome: 'answered' });
  expect((await citizen.call('GET', `/api/conversations/${id}/survey`)).body).toMatchObject({ submitted: false });
  const survey = await citizen.call('POST', `/api/conversations/${id}/survey`, { score: 5, resolved: true });
  expect(survey.status).toBe(204);
  await eventually(
    () => bed.store.state.get('instances', processInstanceKey),
    (instance) => instance?.state === 'COMPLETED',
  );
  expect(await bed.store.requests.get(requestNumber)).toMatchObject({ state: 'closed', outcome: 'answered' });
  expect(await bed.store.presence.get(advisor.id)).toMatchObject({ slots: [], free: 5 });
  desk.close();
  page.close();
  await offline(advisor);
});

it('tells the process when a citizen gives up, and frees nobody who had nothing', async () => {
  const citizen = await bed.citizen();
  const { id, processInstanceKey } = await opened(citizen);
  expect((await citizen.call('GET', `/api/conversations/${id}`)).body).toMatchObject({ state: 'waiting', position: 1 });
  expect((await citizen.call('POST', `/api/conversations/${id}/close`)).body).toMatchObject({ state: 'closed' });
  await eventually(
    () => bed.store.state.get('instances', processInstanceKey),
    (instance) => instance?.state === 'COMPLETED',
  );
  expect((await bed.store.state.variables(processInstanceKey)).outcome).toBe('abandoned');
});

it('counts as answered what a citizen ends after a reply, which was due when the process says', async () => {
  const citizen = await bed.citizen();
  const advisor = await bed.staff('asesor');
  await available(advisor);
  const { id, processInstanceKey } = await opened(citizen);
  const look = () => advisor.call('GET', `/api/conversations/${id}`);
  const { body } = await eventually(look, ({ body: seen }) => seen.firstReplyDueAt !== undefined);
  const timers = await bed.store.state.list('timers', { processInstanceKey: { eq: processInstanceKey } });
  expect(timers.map(({ dueAt }) => dueAt)).toContain(body.firstReplyDueAt);
  await advisor.call('POST', `/api/conversations/${id}/messages`, { clientMessageId: 'a', text: 'Puede hacerlo.' });
  await citizen.call('POST', `/api/conversations/${id}/close`);
  const { outcome } = await eventually(
    () => bed.store.state.variables(processInstanceKey),
    (variables) => variables.outcome !== undefined,
  );
  expect(outcome).toBe('answered');
  await eventually(
    () => citizen.call('GET', `/api/conversations/${id}/survey`),
    ({ status }) => status === 200,
  );
  await offline(advisor);
});

it('gives a conversation to another advisor when the first goes before he has answered', async () => {
  const citizen = await bed.citizen();
  const first = await bed.staff('asesor');
  const second = await bed.staff('asesor');
  await available(first);
  const { id } = await opened(citizen);
  const look = () => citizen.call('GET', `/api/conversations/${id}`);
  await eventually(look, ({ body }) => body.advisor?.id === first.id);
  const desk = await second.socket();
  await available(second);
  await offline(first);
  const { userTaskKey } = await desk.frame('assigned', ({ conversationId }) => conversationId === id);
  expect((await second.call('GET', `/v2/user-tasks/${userTaskKey}`)).body).toMatchObject({ assignee: second.id });
  expect((await first.call('GET', `/api/conversations/${id}`)).status).toBe(404);
  desk.close();
  await citizen.call('POST', `/api/conversations/${id}/close`);
  await offline(second);
});

it('keeps who has no slot waiting, in the order of coming', async () => {
  const advisor = await bed.staff('asesor');
  await available(advisor, 1);
  const citizens = [await bed.citizen(), await bed.citizen(), await bed.citizen()];
  const ids: string[] = [];
  for (const citizen of citizens) ids.push((await opened(citizen)).id);
  const [one, two, three] = citizens as [Session, Session, Session];
  await eventually(
    () => one.call('GET', `/api/conversations/${ids[0]}`),
    ({ body }) => body.state === 'assigned',
  );
  expect((await two.call('GET', `/api/conversations/${ids[1]}`)).body).toMatchObject({ state: 'waiting', position: 1 });
  expect((await three.call('GET', `/api/conversations/${ids[2]}`)).body).toMatchObject({
    state: 'waiting',
    position: 2,
  });
  const queue = await advisor.call('GET', '/api/queue?room=general');
  expect((queue.body.items as { id: string }[]).map(({ id }: { id: string }) => id)).toEqual([ids[1], ids[2]]);
  await one.call('POST', `/api/conversations/${ids[0]}/close`);
  await eventually(
    () => two.call('GET', `/api/conversations/${ids[1]}`),
    ({ body }) => body.state === 'assigned',
  );
  await two.call('POST', `/api/conversations/${ids[1]}/close`);
  await three.call('POST', `/api/conversations/${ids[2]}/close`);
  await offline(advisor);
});

describe('a socket', () => {
  let citizen: Session;
  let id: string;
  beforeAll(async () => {
    citizen = await bed.citizen();
    ({ id } = await opened(citizen));
  });

  it('acknowledges the same message as before, refuses another text under its id, and stays open', async () => {
    const seq = await say(citizen, id, 'Hola', 'm1');
    const socket = await citizen.socket();
    socket.send({ type: 'send', conversationId: id, clientMessageId: 'm1', text: 'Hola' });
    expect((await socket.frame('ack')).seq).toBe(seq);
    socket.send({ type: 'send', conversationId: id, clientMessageId: 'm1', text: 'Otra cosa' });
    expect(await socket.frame('error')).toMatchObject({ code: 'message_conflict', clientMessageId: 'm1' });
    socket.send({ type: 'ping' });
    await socket.frame('pong');
    socket.close();
  });

  it('answers a bad frame with an error and goes on', async () => {
    const socket = await citizen.socket();
    socket.socket.send('{not json');
    await socket.frame('error', ({ code }) => code === 'invalid_frame');
    socket.send({ type: 'send', conversationId: id, clientMessageId: 'long', text: 'x'.repeat(4_001) });
    await socket.frame('error', ({ clientMessageId }) => clientMessageId === 'long');
    socket.send({ type: 'subscribe', conversationId: 'nobody-has-this', after: 0 });
    await socket.frame('error', ({ code }) => code === 'not_found');
    socket.send({ type: 'ping' });
    await socket.frame('pong');
    socket.close();
  });

  it('is cut with 1009 when a frame is larger than 64 kB', async () => {
    const socket = await citizen.socket();
    socket.socket.send('x'.repeat(65 * 1024));
    expect(await socket.closed).toBe(1009);
  });

  it('brings everything once and in order to who reconnects while others write on another node', async () => {
    // given
    const node = await bed.secondNode();
    const writer = await openSocket(node.url, { authorization: `Bearer ${citizen.token}` });
    const total = 60;
    const known = (await citizen.call('GET', `/api/conversations/${id}`)).body.lastSeq as number;
    // when: the reader reconnects in the middle, again and again
    const write = async (): Promise<void> => {
      for (let n = 0; n < total; n++) {
        writer.send({ type: 'send', conversationId: id, clientMessageId: `r${n}`, text: `mensaje ${n}` });
        await writer.frame('ack', ({ clientMessageId }) => clientMessageId === `r${n}`);
      }
    };
    const seen: number[] = [];
    const read = async (): Promise<void> => {
      let after = known;
      for (let visit = 0; after < known + total; visit++) {
        const socket = await citizen.socket();
        socket.send({ type: 'subscribe', conversationId: id, after });
        const wanted = Math.min(after + 7, known + total);
        await socket.frame('message', ({ seq }) => seq >= wanted);
        socket.close();
        const got = socket.frames.flatMap((frame) => (frame.type === 'message' ? [frame.seq] : []));
        seen.push(...got);
        after = seen.at(-1) ?? after;
      }
    };
    await Promise.all([write(), read()]);
    // then
    expect(seen).toEqual(Array.from({ length: total }, (_, n) => known + 1 + n));
    writer.close();
    await node.close();
  });

  it('is cut with 1013 when its reader does not read', async () => {
    const idle = await citizen.socket();
    idle.socket.pause();
    const bad = JSON.stringify({ type: 'unknown', conversationId: 'x'.repeat(100), clientMessageId: 'y'.repeat(100) });
    for (let n = 0; n < 40_000; n++) idle.socket.send(bad);
    setTimeout(() => idle.socket.resume(), 3_000);
    expect(await idle.closed).toBe(1013);
  });

  it('ends with 4401 when its session ends', async () => {
    const other = await bed.citizen();
    const socket = await other.socket();
    expect((await other.call('DELETE', '/api/session')).status).toBe(204);
    expect(await socket.closed).toBe(4401);
    expect((await other.call('GET', '/api/session')).status).toBe(401);
  });

  it('is refused without a session and from a foreign origin', async () => {
    await expect(openSocket(bed.url, {})).rejects.toThrow('401');
    const headers = { authorization: `Bearer ${citizen.token}`, origin: 'https://otro.example' };
    await expect(openSocket(bed.url, headers)).rejects.toThrow('403');
  });
});
