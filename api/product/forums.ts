import { Router, type Request, type Response } from 'express';
import { ApiError } from '../../protocol/errors';
import {
  contributionSchema,
  forumAnswerSchema,
  forumItemsQuerySchema,
  forumsQuerySchema,
  moderationSchema,
  type Forum,
} from '../../protocol/forums';
import type { ForumEntryDraft, ForumRecord } from '../../store/product/forums';
import { personOf } from '../auth/middleware';
import type { ApiContext } from '../context';
import { authorize } from '../v2/access';
import { validate } from '../validate';
import { createForumViews } from './forumViews';

const NEWEST = 50;

/** Forums: anybody reads them; citizens contribute, the advisors of the shift moderate, experts answer. */
export function forumRoutes(context: ApiContext): Router {
  const { store, now } = context;
  const views = createForumViews(context);
  const router = Router();

  router.get('/forums', async (request, response) => {
    const { state, q } = validate(forumsQuerySchema, request.query);
    response.json({ items: await (q === undefined ? listed(state) : found(q)) });

    async function listed(which: 'coming' | 'archive'): Promise<Forum[]> {
      const records = await (which === 'coming' ? store.forums.coming(now()) : archive());
      return Promise.all(records.map((record) => views.forum(record, request.person)));
    }

    /** Forums of the archive in which the words were said where everybody may read them. */
    async function found(words: string): Promise<Forum[]> {
      const matches = await store.forums.search(words);
      const records = (await archive()).filter(({ forumId }) => matches.has(forumId));
      const counted = await Promise.all(records.map((record) => counting(record, matches.get(record.forumId))));
      return counted.filter((forum) => forum.matches > 0);
    }

    async function counting(record: ForumRecord, seqs: Set<number> | undefined): Promise<Forum & { matches: number }> {
      const items = await Promise.all([...(seqs ?? [])].map((seq) => views.itemAbout(record, undefined, seq)));
      return { ...(await views.forum(record, request.person)), matches: items.filter(Boolean).length };
    }
  });

  const archive = async (): Promise<ForumRecord[]> => {
    const records = await store.forums.archive(new Date(now().getTime() + 1).toISOString(), NEWEST);
    return records.filter(({ openedAt }) => openedAt !== null);
  };

  router.get('/forums/:id', async (request, response) => {
    response.json(await views.forum(await forumOf(request.params.id), request.person));
  });

  router.get('/forums/:id/items', async (request, response) => {
    const { after } = validate(forumItemsQuerySchema, request.query);
    response.json(await views.items(await forumOf(request.params.id), request.person, after));
  });

  router.post('/forums/:id/contributions', async (request, response) => {
    authorize(personOf(request), 'forum.contribute');
    const { kind, text, replyTo, clientMessageId } = validate(contributionSchema, request.body);
    const data = { contributionKind: kind, ...(replyTo === undefined ? {} : { replyTo }) };
    await append(request, response, { kind: 'contribution', text, clientMessageId, data });
  });

  router.post('/forums/:id/items/:seq/moderation', async (request, response) => {
    authorize(personOf(request), 'forum.moderate');
    const { decision, reason = '' } = validate(moderationSchema, request.body);
    await append(request, response, { kind: decision, text: reason, about: seqOf(request.params.seq) });
  });

  router.post('/forums/:id/items/:seq/answers', async (request, response) => {
    authorize(personOf(request), 'forum.answer');
    const { text, clientMessageId } = validate(forumAnswerSchema, request.body);
    await append(request, response, { kind: 'answer', text, clientMessageId, about: seqOf(request.params.seq) });
  });

  return router;

  function seqOf(text: string): number {
    if (!/^[1-9]\d{0,8}$/.test(text)) throw new ApiError('not_found');
    return Number(text);
  }

  async function forumOf(forumId: string): Promise<ForumRecord> {
    const record = await store.forums.get(forumId);
    if (!record) throw new ApiError('not_found');
    return record;
  }

  /** Answers with the item as it then is: 201, or 200 when the same clientMessageId was there before. */
  async function append(
    request: Request<{ id: string }>,
    response: Response,
    draft: Omit<ForumEntryDraft, 'at' | 'authorId'>,
  ): Promise<void> {
    const person = personOf(request);
    const { id } = request.params;
    const { entry, isNew } = await store.forums.append(id, {
      ...draft,
      at: now().toISOString(),
      authorId: person.id,
    });
    const view = await views.itemAbout(await forumOf(id), person, entry.about ?? entry.seq);
    response.status(isNew ? 201 : 200).json(view);
  }
}
