import { isInRoom, isProgrammed, openingByShifts, openingOf, shiftOf, type Opening } from '../../domain/chat/rooms';
import { ApiError } from '../../protocol/errors';
import type { CatalogueItem } from '../../protocol/release';
import type { ApiContext } from '../context';

type RoomParts = Pick<ApiContext, 'store' | 'release' | 'now'>;

/** Whether a room is open now: by the clock, or as room-opening has it by the shifts of the programme. */
export async function openingIn({ store, release, now }: RoomParts, room: CatalogueItem): Promise<Opening> {
  if (isProgrammed(room)) return openingByShifts(await store.roomShifts.ofRoom(room.id, now()), now());
  return openingOf(room, (await release.content()).calendar, now());
}

/**
 * Lets a person into rooms: programmed ones are for the advisors of the shift that is on, whose entering is noted.
 * Who is in one stays until room-opening closes it for him: he may still serve those who wait there.
 * @throws ApiError not_rostered
 */
export async function enterRooms(
  { store, release, now }: RoomParts,
  personId: string,
  roomIds: readonly string[],
): Promise<void> {
  const rooms = (await release.items('rooms')).filter((room) => roomIds.includes(room.id) && isProgrammed(room));
  const presence = await store.presence.get(personId);
  for (const { id, label } of rooms) {
    const isThere = isInRoom(presence, id, now().getTime());
    const shift = shiftOf(await store.roomShifts.ofRoom(id, now()), personId, now());
    if (!shift && !isThere)
      throw new ApiError('not_rostered', { detail: `Usted no está programado ahora en: ${label}.` });
    const isNoted = shift?.entered.some((entry) => entry.personId === personId) && isThere;
    if (shift && !isNoted) await store.roomShifts.noteEntered(shift.shiftId, personId, now().toISOString());
  }
}
