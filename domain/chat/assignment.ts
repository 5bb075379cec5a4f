/** How long a presence holds after the last socket ping or call, in milliseconds. */
export const PRESENCE_LAPSES_AFTER_MS = 60_000;
/** How long an absent advisor keeps a chat in which he has already answered, in milliseconds. */
export const ACTIVE_CHAT_KEPT_MS = 5 * 60_000;

/** An advisor who could take a conversation. */
export interface Candidate {
  personId: string;
  rooms: string[];
  /** How many conversations he takes at once, and how many he has. */
  capacity: number;
  active: number;
  /** When he last was given one; null: not since he came. */
  lastAssignedAt: string | null;
}

export interface Choice {
  personId: string;
  /** Kept in the log: why him. Spanish. */
  reason: string;
}

/**
 * Whom a conversation of a room goes to, best first: who is least occupied for his capacity, among equals who has
 * waited longest for one, then by id, so that the order never depends on the store.
 */
export function rankAdvisors(roomId: string, candidates: readonly Candidate[]): Choice[] {
  return candidates
    .filter(({ rooms, capacity, active }) => rooms.includes(roomId) && active < capacity)
    .sort(
      (a, b) =>
        a.active / a.capacity - b.active / b.capacity ||
        (a.lastAssignedAt ?? '').localeCompare(b.lastAssignedAt ?? '') ||
        a.personId.localeCompare(b.personId),
    )
    .map(({ personId, active, capacity }) => ({
      personId,
      reason: `menor ocupación en la sala (${active} de ${capacity})`,
    }));
}

/** What is known of a room for the estimate of its wait. */
export interface RoomLoad {
  /** Conversations that wait before this one. */
  ahead: number;
  /** Sum of the capacities of the advisors present, and how much of it is taken. */
  capacity: number;
  taken: number;
  /** Mean length of the room's recent conversations, in seconds; null when none is known. */
  meanSeconds: number | null;
}

/** The mean length that is assumed while a room has no history: eight minutes. */
export const ASSUMED_MEAN_SECONDS = 480;

/**
 * Estimated wait in seconds. With a free slot for everybody ahead and for this one: 0. Else one slot comes free every
 * mean / capacity seconds, and as many must come free as are missing: ⌈(ahead + 1 − free) × mean / capacity⌉.
 * Without anybody present the capacity counts as 1.
 */
export function estimatedWaitSeconds(load: RoomLoad): number {
  const free = Math.max(0, load.capacity - load.taken);
  const missing = load.ahead + 1 - free;
  if (missing <= 0) return 0;
  return Math.ceil((missing * (load.meanSeconds ?? ASSUMED_MEAN_SECONDS)) / Math.max(1, load.capacity));
}

/** What becomes of a conversation whose advisor may be gone. */
export interface HeldConversation {
  state: 'assigned' | 'active';
  presence: 'available' | 'paused' | 'offline';
  /** Milliseconds since the advisor's last socket ping or call. */
  absentMs: number;
}

/**
 * Whether a conversation goes back to the queue: one without a first reply as soon as its advisor went offline or his
 * presence lapsed; one in which he has answered only when he has been away for five minutes.
 */
export function isGivenBack(held: HeldConversation): boolean {
  if (held.state === 'active') return held.absentMs >= ACTIVE_CHAT_KEPT_MS;
  return held.presence === 'offline' || held.absentMs >= PRESENCE_LAPSES_AFTER_MS;
}
