import { numberOf, refuse, textOf, textsOf, timeOf, type Job, type JobParts } from './job';

/**
 * `forum-announce`: shows an agreed forum to the citizens. In: forumId, topic, population (id of the catalogue
 * target-populations), experts (person ids), startsAt, endsAt, moderationMinutes, answerMinutes. Out: nothing.
 */
export function forumAnnounce({ store }: JobParts): Job {
  return async (input) => {
    await store.forums.announce({
      forumId: textOf(input, 'forumId'),
      topic: textOf(input, 'topic'),
      population: textOf(input, 'population'),
      experts: textsOf(input, 'experts'),
      startsAt: timeOf(input, 'startsAt'),
      endsAt: timeOf(input, 'endsAt'),
      moderationMinutes: numberOf(input, 'moderationMinutes'),
      answerMinutes: numberOf(input, 'answerMinutes'),
    });
    return {};
  };
}

/**
 * `forum-open`: lets a forum begin if an advisor has opened the room of its shift; the shift's advisors moderate it. In:
 * forumId. Out: isOpen, moderators (person ids).
 */
export function forumOpen({ store, now }: JobParts): Job {
  return async (input) => {
    const forumId = textOf(input, 'forumId');
    if (!(await store.forums.get(forumId))) throw refuse(`Expected forum ${forumId} to be announced, but it is not`);
    const shifts = await store.roomShifts.current(new Date(now()));
    const shift = shifts.find((one) => one.forumId === forumId && one.state === 'open');
    if (!shift) return { isOpen: false, moderators: [] };
    await store.forums.open(forumId, shift.advisors, new Date(now()).toISOString());
    return { isOpen: true, moderators: shift.advisors };
  };
}

/** `forum-close`: ends and archives a forum. In: forumId. Out: wasHeld, figures (what was said in it; null if never open). */
export function forumClose({ store, now }: JobParts): Job {
  return async (input) => {
    const figures = await store.forums.close(textOf(input, 'forumId'), new Date(now()).toISOString());
    return { wasHeld: figures !== null, figures: figures && { ...figures } };
  };
}
