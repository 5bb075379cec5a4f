import { z } from 'zod';

/** GET /api/programme?week=2026-02-16 : the Monday of a week. */
export const programmeQuerySchema = z.strictObject({ week: z.iso.date() });

const moment = z.string().meta({ format: 'date-time' });
const named = z.strictObject({ id: z.string(), name: z.string() });

/** A shift as the programme shows it; `state` as room-opening has it. */
const programmeShift = z.strictObject({
  id: z.string(),
  room: named,
  startsAt: moment,
  endsAt: moment,
  advisors: z.array(named),
  /** Who entered the room, signed in with his own account. */
  present: z.array(named),
  forum: z.strictObject({ id: z.string(), topic: z.string() }).optional(),
  state: z.enum(['planned', 'open', 'closed', 'unattended']),
  reason: z.string().optional(),
  openedAt: moment.optional(),
  closedAt: moment.optional(),
});
export type ProgrammeShift = z.output<typeof programmeShift>;

/** The programme of a week; without `number` none was published. */
export const programme = z.strictObject({
  week: z.iso.date(),
  number: z.string().optional(),
  state: z.enum(['missing', 'late', 'published']),
  publishBy: moment.optional(),
  publishedAt: moment.optional(),
  isOnTime: z.boolean().optional(),
  /** How often it was published or marked late. */
  version: z.int(),
  shifts: z.array(programmeShift),
  holidays: z.array(z.strictObject({ date: z.iso.date(), name: z.string() })),
});
export type Programme = z.output<typeof programme>;
