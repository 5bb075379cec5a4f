import type { Forum, ForumItemsPage, ForumItemView } from '../../../protocol/forums';

/** What a viewer holds of a forum: its items by seq, and how far its log has been asked for. Plain JSON. */
export interface ForumLog {
  items: readonly ForumItemView[];
  lastSeq: number;
  state: Forum['state'];
}

export const emptyForumLog = (state: Forum['state']): ForumLog => ({ items: [], lastSeq: 0, state });

/** The log with a further page; an item that changed replaces what was held of it. */
export function withPage(log: ForumLog, page: ForumItemsPage): ForumLog {
  const changed = new Set(page.items.map(({ seq }) => seq));
  const items = [...log.items.filter(({ seq }) => !changed.has(seq)), ...page.items].sort((a, b) => a.seq - b.seq);
  return { items, lastSeq: Math.max(log.lastSeq, page.lastSeq), state: page.state };
}

export interface ForumThread {
  item: ForumItemView;
  replies: ForumItemView[];
}

/** Contributions with the replies to them below; a reply to what isn't seen stands by itself. */
export function threadsOf(items: readonly ForumItemView[]): ForumThread[] {
  const bySeq = new Map(items.map((item) => [item.seq, item]));
  const rootOf = (item: ForumItemView): number => {
    const parent = item.replyTo === undefined ? undefined : bySeq.get(item.replyTo);
    return parent ? rootOf(parent) : item.seq;
  };
  const threads = new Map<number, ForumThread>();
  for (const item of items) {
    const root = rootOf(item);
    // Items come by their seq, and a reply has a higher one than what it replies to.
    if (root === item.seq) threads.set(root, { item, replies: [] });
    else threads.get(root)?.replies.push(item);
  }
  return [...threads.values()];
}
