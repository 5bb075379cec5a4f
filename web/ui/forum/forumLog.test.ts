import type { ForumItemView } from '../../../protocol/forums';
import { emptyForumLog, threadsOf, withPage } from './forumLog';

const item = (seq: number, more: Partial<ForumItemView> = {}): ForumItemView => ({
  ...{
    seq,
    lastSeq: seq,
    kind: 'opinion',
    text: `text ${seq}`,
    at: '2026-05-04T15:00:00.000Z',
    state: 'published',
    answers: [],
  },
  author: { name: `Participante ${seq}`, isMe: false },
  ...more,
});

it('puts replies below what they reply to, at any depth, and lets one whose origin is not seen stand alone', () => {
  const items = [item(1), item(2), item(3, { replyTo: 1 }), item(4, { replyTo: 3 }), item(6, { replyTo: 5 })];
  const seqs = threadsOf(items).map(({ item: { seq }, replies }) => [seq, replies.map((reply) => reply.seq)]);
  expect(seqs).toEqual([
    [1, [3, 4]],
    [2, []],
    [6, []],
  ]);
});

it('replaces what changed, keeps the order, and never goes back behind what it has read', () => {
  const first = withPage(emptyForumLog('announced'), { items: [item(1), item(3)], lastSeq: 4, state: 'live' });
  const second = withPage(first, { items: [item(3, { state: 'declined' }), item(2)], lastSeq: 2, state: 'closed' });
  expect(second.items.map(({ seq, state }) => [seq, state])).toEqual([
    [1, 'published'],
    [2, 'published'],
    [3, 'declined'],
  ]);
  expect(second).toMatchObject({ lastSeq: 4, state: 'closed' });
});
