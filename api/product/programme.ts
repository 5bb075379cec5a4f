import { Router } from 'express';
import { boundsOf } from '../../domain/reports/facts';
import { programmeQuerySchema, type Programme, type ProgrammeShift } from '../../protocol/programme';
import type { RegisterEntry } from '../../protocol/registers';
import type { ShiftRecord } from '../../store/product/roomShifts';
import { personOf } from '../auth/middleware';
import type { ApiContext } from '../context';
import { authorize } from '../v2/access';
import { validate } from '../validate';

const DAY_MS = 86_400_000;

/** The weekly programme as it was published (K-1), with what became of each shift. */
export function programmeRoutes({ store, release }: ApiContext): Router {
  const router = Router();

  router.get('/programme', async (request, response) => {
    authorize(personOf(request), 'programme.read');
    const { week } = validate(programmeQuerySchema, request.query);
    const sunday = new Date(Date.parse(week) + 6 * DAY_MS).toISOString().slice(0, 10);
    const shifts = await store.roomShifts.between(boundsOf(week)[0], boundsOf(sunday)[1]);
    const entry = await store.registers.byKey('programmes', week);
    const { calendar } = await release.content();
    const sorted = shifts.sort((one, other) => one.startsAt.localeCompare(other.startsAt));
    const programme: Programme = {
      week,
      ...publication(entry),
      shifts: await Promise.all(sorted.map(view)),
      holidays: calendar.holidays.filter(({ date }) => week <= date && date <= sunday),
    };
    response.json(programme);
  });

  return router;

  async function view(shift: ShiftRecord): Promise<ProgrammeShift> {
    const rooms = await release.items('rooms');
    const forum = shift.forumId === null ? null : await store.forums.get(shift.forumId);
    const there = [...new Set([...shift.present, ...shift.entered.map(({ personId }) => personId)])];
    return {
      id: shift.shiftId,
      room: { id: shift.roomId, name: rooms.find(({ id }) => id === shift.roomId)?.label ?? shift.roomId },
      startsAt: shift.startsAt,
      endsAt: shift.endsAt,
      advisors: await named(shift.advisors),
      present: await named(there),
      ...(forum ? { forum: { id: forum.forumId, topic: forum.topic } } : {}),
      state: shift.state,
      ...(shift.reason === null ? {} : { reason: shift.reason }),
      ...(shift.openedAt === null ? {} : { openedAt: shift.openedAt }),
      ...(shift.closedAt === null ? {} : { closedAt: shift.closedAt }),
    };
  }

  async function named(ids: readonly string[]): Promise<{ id: string; name: string }[]> {
    return Promise.all(ids.map(async (id) => ({ id, name: (await store.people.nameOf(id)) ?? id })));
  }
}

function publication(entry: RegisterEntry | null): Omit<Programme, 'week' | 'shifts' | 'holidays'> {
  if (!entry) return { state: 'missing', version: 0 };
  const { state, publishBy, publishedAt, isOnTime } = entry.data;
  return {
    ...(entry.number === null ? {} : { number: entry.number }),
    state: state === 'published' ? 'published' : 'late',
    ...(typeof publishBy === 'string' ? { publishBy } : {}),
    ...(typeof publishedAt === 'string' ? { publishedAt } : {}),
    ...(typeof isOnTime === 'boolean' ? { isOnTime } : {}),
    version: entry.version,
  };
}
