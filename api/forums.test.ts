import type { Forum, ForumItemsPage, ForumItemView } from '../protocol/forums';
import type { Page, Room } from '../protocol/product';
import type { Programme } from '../protocol/programme';
import { startProductBed, type ProductBed, type Session } from '../test/support/productApi';

jest.setTimeout(60_000);

let bed: ProductBed;
let advisor: Session;
let expert: Session;
let citizen: Session;
let other: Session;
let forumId: string;

const HOUR_MS = 3_600_000;
const inHours = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString();

beforeAll(async () => {
  bed = await startProductBed();
  [advisor, expert, citizen, other] = await Promise.all([
    bed.staff('asesor'),
    bed.staff('experto'),
    bed.citizen(),
    bed.citizen(),
  ]);
  forumId = 'PF-2026-0001-1';
  await bed.store.forums.announce({
    ...{ forumId, topic: 'Renovación de créditos', population: 'beneficiarios', experts: [expert.id] },
    ...{ startsAt: inHours(0), endsAt: inHours(1), moderationMinutes: 5, answerMinutes: 10 },
  });
  const shift = { roomId: 'foros', startsAt: inHours(-0.1), endsAt: inHours(1), advisors: [advisor.id], forumId };
  await bed.store.roomShifts.plan({ ...shift, shiftId: 'foros@now', processInstanceKey: '1' });
});
afterAll(() => bed.stop());

async function items(session: Session, after = 0): Promise<ForumItemsPage> {
  return (await session.call('GET', `/api/forums/${forumId}/items?after=${after}`)).body as ForumItemsPage;
}
const contribute = (session: Session, text: string, clientMessageId = text) =>
  session.call('POST', `/api/forums/${forumId}/contributions`, { kind: 'question', text, clientMessageId });
const moderate = (session: Session, seq: number, decision: string, reason?: string) =>
  session.call('POST', `/api/forums/${forumId}/items/${seq}/moderation`, {
    decision,
    ...(reason === undefined ? {} : { reason }),
  });

describe('a programmed room', () => {
  it('may be entered by the advisors of its shift only, who are noted', async () => {
    const enter = (session: Session) =>
      session.call('PUT', '/api/presence', { state: 'available', rooms: ['foros'], capacity: 2 });
    const stranger = await bed.staff('asesor');
    expect(await enter(stranger)).toMatchObject({ status: 403, body: { code: 'not_rostered' } });
    expect((await enter(advisor)).status).toBe(200);
    await enter(advisor);
    const shift = await bed.store.roomShifts.get('foros@now');
    expect(shift?.entered.map(({ personId }) => personId)).toEqual([advisor.id]);
    const rooms = (await advisor.call('GET', '/api/rooms')).body as Page<Room>;
    expect(rooms.items.find(({ id }) => id === 'foros')).toMatchObject({
      open: false,
      reason: 'no-advisor',
      mayEnter: true,
    });
    const seen = (await citizen.call('GET', '/api/rooms')).body as Page<Room>;
    expect(seen.items.map(({ id }) => id)).not.toContain('foros');
  });

  it('stands in the programme of its week, with who is on it and who came', async () => {
    const today = new Date(Date.now() - 5 * HOUR_MS);
    today.setUTCDate(today.getUTCDate() - ((today.getUTCDay() + 6) % 7));
    const week = today.toISOString().slice(0, 10);
    const programme = (await advisor.call('GET', `/api/programme?week=${week}`)).body as Programme;
    expect(programme).toMatchObject({ week, state: 'missing', shifts: [{ room: { id: 'foros' }, state: 'planned' }] });
    expect(programme.shifts[0]?.present.map(({ id }) => id)).toEqual([advisor.id]);
    expect((await citizen.call('GET', `/api/programme?week=${week}`)).status).toBe(403);
  });
});

describe('a moderated forum', () => {
  it('takes contributions once it is on, and shows them to their author and the moderator only', async () => {
    expect((await contribute(citizen, 'antes')).body).toMatchObject({ code: 'forum_not_live' });
    await bed.store.forums.open(forumId, [advisor.id], new Date().toISOString());
    const first = await contribute(citizen, '¿Cuándo abre la renovación?');
    expect(first).toMatchObject({ status: 201, body: { state: 'pending', author: { isMe: true } } });
    expect((await contribute(citizen, '¿Cuándo abre la renovación?')).status).toBe(200);
    expect((await contribute(advisor, 'no es ciudadano')).status).toBe(403);
    expect((await items(citizen)).items).toHaveLength(1);
    expect((await items(other)).items).toEqual([]);
    expect((await items(advisor)).items).toMatchObject([{ state: 'pending', dueAt: expect.any(String) as unknown }]);
  });

  it('publishes, declines with a reason or passes to the expert, whose answer everybody reads at once', async () => {
    const page = await other.socket();
    page.send({ type: 'subscribe-forum', forumId });
    const { seq } = (await items(citizen)).items[0] as ForumItemView;
    expect((await moderate(expert, seq, 'published')).status).toBe(403);
    expect((await moderate(advisor, Number.NaN, 'passed')).status).toBe(404);
    expect((await moderate(advisor, seq, 'passed')).status).toBe(201);
    expect((await moderate(advisor, seq, 'declined', 'tarde')).body).toMatchObject({ code: 'invalid_state' });
    const heard = await page.frame('forum');
    expect((await items(other)).items).toMatchObject([{ seq, state: 'passed', author: { isMe: false } }]);
    const body = { clientMessageId: 'a1', text: 'La renovación abre el 1 de julio.' };
    expect((await expert.call('POST', `/api/forums/${forumId}/items/${seq}/answers`, body)).status).toBe(201);
    await page.frame('forum', ({ lastSeq }) => lastSeq > heard.lastSeq);
    expect((await items(other, heard.lastSeq)).items).toMatchObject([{ answers: [{ text: body.text }] }]);
    for (let n = 0; n < 50; n += 1) page.send({ type: 'subscribe-forum', forumId: `many-${n}` });
    expect(await page.frame('error')).toMatchObject({ code: 'rate_limited' });
    page.close();

    const declined = (await contribute(citizen, 'Mi clave es 1234')).body as ForumItemView;
    expect((await moderate(advisor, declined.seq, 'declined')).status).toBe(400);
    await moderate(advisor, declined.seq, 'declined', 'Contiene datos personales.');
    const mine = (await items(citizen)).items.find((item) => item.seq === declined.seq);
    expect(mine).toMatchObject({ state: 'declined', reason: 'Contiene datos personales.' });
    expect((await items(other)).items.map((item) => item.seq)).toEqual([seq]);
  });

  it('lets a participant reply to what was published', async () => {
    const { seq } = (await items(other)).items[0] as ForumItemView;
    const reply = { kind: 'reply', clientMessageId: 'r1', text: 'Gracias, era mi duda.', replyTo: seq };
    const answer = await other.call('POST', `/api/forums/${forumId}/contributions`, reply);
    expect(answer).toMatchObject({ status: 201, body: { replyTo: seq, state: 'pending' } });
    const wrong = { ...reply, clientMessageId: 'r2', replyTo: (answer.body as ForumItemView).seq };
    expect((await other.call('POST', `/api/forums/${forumId}/contributions`, wrong)).status).toBe(409);
  });

  it('is archived, and found by what everybody could read, not by what was declined', async () => {
    await bed.store.forums.close(forumId, new Date().toISOString());
    const search = async (q: string): Promise<Forum[]> =>
      ((await other.call('GET', `/api/forums?q=${encodeURIComponent(q)}`)).body as Page<Forum>).items;
    expect(await search('matrícula julio')).toEqual([]);
    expect(await search('renovacion JULIO')).toMatchObject([{ id: forumId, matches: 1, state: 'closed' }]);
    expect(await search('clave')).toEqual([]);
    const coming = (await other.call('GET', '/api/forums')).body as Page<Forum>;
    expect(coming.items).toEqual([]);
  });
});
