import { readFileSync } from 'node:fs';
import path from 'node:path';
import { connectStore } from '../../../store/connect';
import type { Product } from '../../support/product';

const HOUR_MS = 3_600_000;

/**
 * What the processes would have prepared: an agreed forum whose hour has come, in a shift that an advisor has opened,
 * and at the same hour a shift of the scholarships room that nobody has.
 */
export async function openForum(product: Product, topic: string): Promise<string> {
  const { secret } = JSON.parse(readFileSync(path.join(product.dataDir, 'secrets.json'), 'utf8')) as { secret: string };
  const store = await connectStore(product.services().mongodbUri, { databaseName: 'cauce', secret });
  try {
    const [advisor, expert] = await Promise.all([
      store.people.byUsername('asesor'),
      store.people.byUsername('experto'),
    ]);
    if (!advisor || !expert) throw new Error('Expected the demo accounts asesor and experto, but one is missing');
    const [startsAt = '', now = '', endsAt = ''] = [-1, 0, 1].map((hours) =>
      new Date(Date.now() + hours * HOUR_MS).toISOString(),
    );
    const forumId = 'PF-2026-0900-1';
    const advisors = [advisor.personId];
    await store.forums.announce({
      ...{ forumId, topic, population: 'beneficiarios', experts: [expert.personId] },
      ...{ startsAt, endsAt, moderationMinutes: 5, answerMinutes: 10 },
    });
    const shift = { shiftId: 'foros@now', roomId: 'foros', startsAt, endsAt, advisors, forumId };
    await store.roomShifts.plan({ ...shift, processInstanceKey: '1' });
    const unopened = { ...shift, shiftId: 'becas@now', roomId: 'becas', forumId: null };
    await store.roomShifts.plan({ ...unopened, processInstanceKey: '1' });
    await store.roomShifts.change('foros@now', { state: 'open', openedAt: now, present: advisors });
    await store.forums.open(forumId, advisors, now);
    return forumId;
  } finally {
    await store.close();
  }
}
