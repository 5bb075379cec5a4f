import { Router } from 'express';
import { z } from 'zod';
import { ApiError } from '../../protocol/errors';
import {
  documentNumberSchema,
  openConversationSchema,
  requestStatusQuerySchema,
  searchQuerySchema,
  surveySchema,
  type OpenConversation,
  type Person,
} from '../../protocol/product';
import type { ConversationRecord } from '../../store/product/conversations';
import type { StoredAnswer } from '../../store/product/idempotency';
import type { RequestRecord } from '../../store/product/requests';
import { startRequest } from '../../temporal/requestStart';
import type { Limits } from '../auth/limits';
import { personOf } from '../auth/middleware';
import type { ApiContext } from '../context';
import { createOnce } from '../idempotent';
import { authorize } from '../v2/access';
import { validate } from '../validate';
import { attends, conversationFor } from './chatAccess';
import { checkDraft, nextRequestNumber } from './openConversation';
import type { Views } from './views';

const MOST_FOUND = 50;
const listQuerySchema = z.strictObject({ citizen: z.string().max(100).optional() });

/** Requests outside the chat: leaving one, its status, search, a citizen's earlier ones, the survey. */
export function requestRoutes(context: ApiContext, views: Views, limits: Limits): Router {
  const { store, now } = context;
  const router = Router();
  const justNow = (): string => new Date(now().getTime() + 1).toISOString();

  router.post('/requests', async (request, response) => {
    const person = personOf(request);
    authorize(person, 'request.create');
    const draft = validate(openConversationSchema, request.body);
    await createOnce(context, request, response, draft, (id) => leaveRequest(context, person, draft, id));
  });

  router.get('/requests/status', limits.guessing, async (request, response) => {
    const { number, documentNumber } = validate(requestStatusQuerySchema, request.query);
    const record = await store.requests.get(number);
    const citizen = record && (await store.people.byDocument(documentNumber));
    if (!record || citizen?.personId !== record.citizenId) {
      throw new ApiError('not_found', { detail: 'No hay una solicitud con ese número y ese documento.' });
    }
    response.json(views.requestState(record));
  });

  router.get('/requests', async (request, response) => {
    const person = personOf(request);
    const { citizen = person.id } = validate(listQuerySchema, request.query);
    const resource = { citizenId: citizen, attendsCitizen: await attends(store, person, citizen) };
    authorize(person, 'request.read', resource);
    const records = await store.requests.ofCitizen(citizen, justNow(), MOST_FOUND);
    response.json({ items: await Promise.all(records.map((record) => views.request(record))) });
  });

  router.get('/requests/:number', async (request, response) => {
    const person = personOf(request);
    const record = await store.requests.get(request.params.number);
    if (!record) throw new ApiError('not_found');
    const attendsCitizen = await attends(store, person, record.citizenId);
    authorize(person, 'request.read', { citizenId: record.citizenId, attendsCitizen });
    response.json(await views.request(record));
  });

  router.get('/search', async (request, response) => {
    authorize(personOf(request), 'request.search');
    const { q } = validate(searchQuerySchema, request.query);
    const found = await search(q);
    response.json({ items: await Promise.all(found.map((record) => views.request(record))) });
  });

  router.get('/conversations/:id/survey', async (request, response) => {
    const record = await surveyed(personOf(request), request.params.id);
    const { forms } = await context.release.content();
    const form = forms.survey;
    if (!form) throw new ApiError('not_found');
    response.json({ form, submitted: record.survey !== null });
  });

  router.post('/conversations/:id/survey', async (request, response) => {
    const answer = validate(surveySchema, request.body);
    const record = await surveyed(personOf(request), request.params.id);
    const isKept = await store.requests.answerSurvey(record.requestNumber, { ...answer, at: now().toISOString() });
    const { survey } = record;
    const isSame = survey?.score === answer.score && survey.resolved === answer.resolved;
    if (!isKept && !isSame) throw new ApiError('already_answered');
    response.status(204).end();
  });

  /** By number, else by the citizen's document. */
  async function search(q: string): Promise<RequestRecord[]> {
    const byNumber = await store.requests.get(q);
    if (byNumber) return [byNumber];
    const document = documentNumberSchema.safeParse(q);
    const citizen = document.success ? await store.people.byDocument(document.data) : null;
    return citizen ? store.requests.ofCitizen(citizen.personId, justNow(), MOST_FOUND) : [];
  }

  /** The request of a conversation whose survey is open to this citizen: it has ended, and somebody had answered. */
  async function surveyed(person: Person, conversationId: string): Promise<RequestRecord> {
    const { requestNumber, citizenId } = await conversationFor(store, person, conversationId, 'conversation.read');
    if (citizenId !== person.id) throw new ApiError('not_found');
    authorize(person, 'survey.answer', { citizenId });
    const conversation = await store.conversations.get(conversationId);
    const record = await store.requests.get(requestNumber);
    if (!record || conversation?.state !== 'closed' || !hasAnswer(conversation)) throw new ApiError('not_found');
    return record;
  }

  return router;
}

/** A request left outside opening hours: registered under a number, then its instance is started. */
async function leaveRequest(
  context: ApiContext,
  person: Person,
  draft: OpenConversation,
  reservedId: string,
): Promise<StoredAnswer> {
  const { store, instances, now } = context;
  const room = await checkDraft(context, draft);
  // The number of the first attempt under this key is the number.
  const reserved = await store.idempotency.claim(
    { personId: person.id, route: 'request-number', key: reservedId },
    '',
    await nextRequestNumber(context),
    now().toISOString(),
  );
  if (reserved.kind !== 'run') throw new ApiError('idempotency_conflict');
  const requestNumber = reserved.reservedId;
  const { type, area, summary } = draft.request;
  await store.requests.add({
    requestNumber,
    processInstanceKey: await store.counters.nextKey(),
    citizenId: person.id,
    conversationId: null,
    roomId: room.id,
    channel: 'off-hours',
    declaredType: type,
    declaredArea: area,
    openedAt: now().toISOString(),
    summary,
  });
  const record = await store.requests.get(requestNumber);
  if (!record) throw new Error(`Expected request ${requestNumber} just registered, but there is none`);
  await startRequest({ store, instances }, record);
  await store.requests.started(requestNumber);
  return { status: 201, body: { requestNumber, processInstanceKey: record.processInstanceKey } };
}

function hasAnswer({ outcome, firstReplyAt }: Pick<ConversationRecord, 'outcome' | 'firstReplyAt'>): boolean {
  return outcome !== null || firstReplyAt !== null;
}
