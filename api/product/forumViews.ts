import { dueOf, foldItem, isVisible, type ForumFigures, type ForumItem } from '../../domain/forums/forum';
import type { Forum, ForumItemsPage, ForumItemView } from '../../protocol/forums';
import type { Person } from '../../protocol/product';
import type { ForumEntry, ForumRecord } from '../../store/product/forums';
import type { ApiContext } from '../context';
import { isAllowed } from '../v2/access';

/** Makes what people see of forums: who reads learns who wrote only as far as he must. */
export function createForumViews({ store, release }: Pick<ApiContext, 'store' | 'release'>) {
  async function forum(record: ForumRecord, viewer: Person | undefined): Promise<Forum> {
    const populations = await release.items('target-populations');
    const experts = await Promise.all(
      record.experts.map(async (id) => ({ id, name: (await store.people.nameOf(id)) ?? 'Experto' })),
    );
    const { figures } = record;
    return {
      id: record.forumId,
      topic: record.topic,
      population: populations.find(({ id }) => id === record.population)?.label ?? record.population,
      startsAt: record.startsAt,
      endsAt: record.endsAt,
      state: record.state,
      experts,
      role: roleIn(record, viewer),
      lastSeq: record.lastSeq,
      ...(figures ? { figures: publicFigures(figures) } : {}),
    };
  }

  /** The items that changed behind `after` and that the viewer may see. */
  async function items(record: ForumRecord, viewer: Person | undefined, after: number): Promise<ForumItemsPage> {
    const facts = await store.forums.factsAfter(record.forumId, after);
    const abouts = [...new Set(facts.flatMap(({ about }) => about ?? []))];
    const views = await Promise.all(abouts.map((about) => itemAbout(record, viewer, about)));
    const lastSeq = facts.at(-1)?.seq ?? after;
    return { items: views.filter((view) => view !== null), lastSeq, state: record.state };
  }

  async function itemAbout(
    record: ForumRecord,
    viewer: Person | undefined,
    about: number,
  ): Promise<ForumItemView | null> {
    const entries = await store.forums.about(record.forumId, about);
    const item = foldItem(entries);
    const isHisToSee = item !== null && (isVisible(record, item, viewer?.id ?? null) || oversees(viewer));
    return isHisToSee ? itemView(record, viewer, item, entries) : null;
  }

  async function itemView(
    record: ForumRecord,
    viewer: Person | undefined,
    item: ForumItem,
    entries: ForumEntry[],
  ): Promise<ForumItemView> {
    const textAt = (seq: number | null): string => entries.find((entry) => entry.seq === seq)?.text ?? '';
    const isMe = viewer?.id === item.authorId;
    const runsIt = viewer !== undefined && (record.moderators.includes(viewer.id) || oversees(viewer));
    const dueAt = runsIt || (viewer && record.experts.includes(viewer.id)) ? dueOf(record, item) : null;
    return {
      seq: item.seq,
      lastSeq: item.lastSeq,
      kind: item.kind,
      ...(item.replyTo === null ? {} : { replyTo: item.replyTo }),
      author: { name: runsIt ? ((await store.people.nameOf(item.authorId)) ?? '') : `Participante ${item.seq}`, isMe },
      at: item.at,
      text: textAt(item.seq),
      state: item.state,
      ...(item.state === 'declined' ? { reason: textAt(item.decidedSeq) } : {}),
      ...(dueAt === null ? {} : { dueAt }),
      answers: await Promise.all(
        item.answers.map(async (seq) => {
          const entry = entries.find((one) => one.seq === seq);
          const author = (await store.people.nameOf(entry?.authorId ?? '')) ?? 'Experto';
          return { seq, author, at: entry?.at ?? '', text: entry?.text ?? '' };
        }),
      ),
    };
  }

  return { forum, items, itemAbout };
}

/** What was declined is not told. */
function publicFigures({ declined: _, ...figures }: ForumFigures): Forum['figures'] {
  return figures;
}

function roleIn({ moderators, experts }: ForumRecord, viewer: Person | undefined): Forum['role'] {
  if (!viewer) return 'observer';
  if (moderators.includes(viewer.id)) return 'moderator';
  if (experts.includes(viewer.id)) return 'expert';
  return viewer.roles.includes('usuario') ? 'participant' : 'observer';
}

const oversees = (viewer: Person | undefined): boolean => viewer !== undefined && isAllowed(viewer, 'forum.oversee');
