import { Router } from 'express';
import { isStaff } from '../../domain/access/roles';
import { ApiError } from '../../protocol/errors';
import {
  classificationSchema,
  closeConversationSchema,
  conversationsQuerySchema,
  entriesQuerySchema,
  openConversationSchema,
  sendMessageSchema,
  type EntriesPage,
} from '../../protocol/product';
import { personOf } from '../auth/middleware';
import type { ApiContext } from '../context';
import { createOnce } from '../idempotent';
import { authorize } from '../v2/access';
import { invalidField, validate } from '../validate';
import { attends, conversationFor, roleIn } from './chatAccess';
import { openConversation } from './openConversation';
import type { Views } from './views';

/** Conversations: opening, lists, the log, the end, the classification. */
export function conversationRoutes(context: ApiContext, views: Views): Router {
  const { store, now, log } = context;
  const router = Router();

  router.post('/conversations', async (request, response) => {
    const person = personOf(request);
    authorize(person, 'conversation.open');
    const draft = validate(openConversationSchema, request.body);
    await createOnce(context, request, response, draft, (id) => openConversation(context, person, draft, id));
  });

  router.get('/conversations', async (request, response) => {
    const person = personOf(request);
    const query = validate(conversationsQuerySchema, request.query);
    const isCitizen = !isStaff(person);
    const isMine = query.mine === 'true' || isCitizen;
    if (!isMine) {
      const attendsCitizen = query.citizen !== undefined && (await attends(store, person, query.citizen));
      authorize(person, 'conversation.list', { attendsCitizen });
    }
    const filter = {
      ...(isMine ? (isCitizen ? { citizenId: person.id } : { advisorId: person.id }) : {}),
      ...(query.citizen !== undefined && !isCitizen ? { citizenId: query.citizen } : {}),
      ...(query.state ? { state: query.state } : {}),
    };
    const before = query.cursor ?? new Date(now().getTime() + 1).toISOString();
    if (!Number.isFinite(Date.parse(before))) throw invalidField('cursor', 'No es un cursor de esta lista.');
    const records = await store.conversations.list(filter, before, query.limit);
    const items = await Promise.all(records.map((record) => views.conversation(record, person)));
    const nextCursor = records.length === query.limit ? records.at(-1)?.openedAt : undefined;
    response.json({ items, ...(nextCursor ? { nextCursor } : {}) });
  });

  router.get('/queue', async (request, response) => {
    const person = personOf(request);
    authorize(person, 'queue.read');
    const { room } = request.query;
    const waiting = await store.conversations.queue(typeof room === 'string' ? room : null);
    response.json({ items: await Promise.all(waiting.map((record) => views.conversation(record, person))) });
  });

  router.get('/conversations/:id', async (request, response) => {
    const person = personOf(request);
    await conversationFor(store, person, request.params.id, 'conversation.read');
    const record = await store.conversations.get(request.params.id);
    if (!record) throw new ApiError('not_found');
    response.json(await views.conversation(record, person));
  });

  router.post('/conversations/:id/close', async (request, response) => {
    const person = personOf(request);
    const { reason = 'closed' } = validate(closeConversationSchema, request.body);
    const record = await conversationFor(store, person, request.params.id, 'conversation.close');
    const by = roleIn(record, person);
    await store.chat.close(record.conversationId, { by, authorId: person.id, reason, now: now() });
    store.chat
      .assignNext(record.roomId, now())
      .catch((error: unknown) => log.warn({ err: error }, 'assignment failed'));
    const closed = (await store.conversations.get(record.conversationId)) ?? record;
    response.json(await views.conversation(closed, person));
  });

  router.get('/conversations/:id/messages', async (request, response) => {
    const person = personOf(request);
    const { after, limit } = validate(entriesQuerySchema, request.query);
    const { id } = request.params;
    await conversationFor(store, person, id, 'conversation.read');
    const record = await store.conversations.get(id);
    if (!record) throw new ApiError('not_found');
    const entries = await store.conversations.after(id, record.citizenId, after, limit);
    const page: EntriesPage = {
      items: await Promise.all(entries.map((entry) => views.entry(entry))),
      lastSeq: record.lastSeq,
      hasMore: after + entries.length < record.lastSeq,
    };
    response.json(page);
  });

  router.post('/conversations/:id/messages', async (request, response) => {
    const person = personOf(request);
    const { clientMessageId, text } = validate(sendMessageSchema, request.body);
    const record = await conversationFor(store, person, request.params.id, 'conversation.write');
    const { entry, isNew } = await store.conversations.append(record.conversationId, {
      kind: 'message',
      at: now().toISOString(),
      authorId: person.id,
      authorRole: roleIn(record, person),
      text,
      clientMessageId,
    });
    response.status(isNew ? 201 : 200).json(await views.entry(entry));
  });

  router.post('/conversations/:id/classification', async (request, response) => {
    const person = personOf(request);
    const { type, area, reason } = validate(classificationSchema, request.body);
    const record = await conversationFor(store, person, request.params.id, 'conversation.classify');
    await checkClassification(context, type, area);
    const isCorrection = type !== record.declaredType || area !== record.declaredArea;
    if (isCorrection && reason === undefined) throw invalidField('reason', 'Explique por qué cambia la clasificación.');
    const at = now().toISOString();
    const { conversation } = await store.conversations.append(record.conversationId, {
      kind: 'correction',
      at,
      authorId: person.id,
      authorRole: 'advisor',
      text: `Clasificación: ${type}, ${area}.`,
      data: { type, area },
    });
    const correction = { type, area, reason: reason ?? null, by: person.id, at };
    await store.requests.correct(record.requestNumber, correction);
    response.json(await views.conversation(conversation, person));
  });

  return router;
}

async function checkClassification({ release }: ApiContext, type: string, area: string): Promise<void> {
  const isIn = async (catalogue: string, id: string): Promise<boolean> =>
    (await release.items(catalogue)).some((item) => item.id === id);
  if (!(await isIn('request-types', type))) throw invalidField('type', 'No existe ese tipo de solicitud.');
  if (!(await isIn('areas', area))) throw invalidField('area', 'No existe esa área.');
}
