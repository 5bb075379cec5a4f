import type { z } from 'zod';
import { changeReport } from './changes';
import * as documents from './documents';
import * as engine from './engineViews';
import * as forums from './forums';
import * as indicators from './indicators';
import * as product from './product';
import * as answers from './productAnswers';
import * as programmes from './programme';
import * as registers from './registerViews';
import { migrationBody, modificationBody } from './v2/bodies';

/** One operation of the product API; `path` relative to `/api`, parameters in braces. */
export interface ProductRoute {
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  summary: string;
  /** May be asked without a session. */
  isPublic?: true;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Takes a file in the multipart field `file` instead of JSON. */
  file?: true;
  /** Takes an Idempotency-Key. */
  isCreating?: true;
  answer: 200 | 201 | 202 | 204;
  /** What it answers with; nothing with 204, a file with `binary`. */
  result: z.ZodType | 'nothing' | 'binary' | 'csv';
}

type More = Partial<Omit<ProductRoute, 'method' | 'path' | 'summary' | 'result'>>;
type Result = ProductRoute['result'];

const route =
  (method: ProductRoute['method']) =>
  (path: string, summary: string, result: Result, more: More = {}): ProductRoute => ({
    method,
    path,
    summary,
    result,
    answer: result === 'nothing' ? 204 : 200,
    ...more,
  });
const get = route('get');
const post = route('post');
const put = route('put');
const remove = route('delete');
const open = { isPublic: true } as const;
const creating = { isCreating: true, answer: 201 } as const;

/** Everything under `/api`: the OpenAPI document is made from it, and a test compares it with the routers. */
export const PRODUCT_ROUTES: readonly ProductRoute[] = [
  get('/status', 'Health of the API, the store and the engine; 503 when one is down', answers.status, open),
  get('/openapi.json', 'This description', answers.document, open),
  get('/rooms', 'Rooms with their opening and estimated wait', answers.page(answers.room), open),
  get('/catalogues/{id}', 'Items of a catalogue; some are for staff', answers.page(answers.catalogueItem), open),
  get('/forms/{id}', 'A form (form-js schema); some are for staff', answers.document, open),
  post('/citizens', 'Register; the username is the e-mail', answers.created, {
    ...open,
    ...creating,
    body: product.registrationSchema,
  }),
  post('/session', 'Sign in: a token, and the cookie sid', answers.session, { ...open, body: product.loginSchema }),
  get('/session', 'Who is signed in', answers.whoAmI),
  remove('/session', 'Sign out; closes the sockets of the session (4401)', 'nothing'),
  post('/second-factor', 'A secret to enrol with', answers.secondFactor),
  put('/second-factor', 'Enrol with the first code', 'nothing', { body: product.enrolmentSchema }),
  remove('/second-factor', 'Give the second factor up', 'nothing', { body: product.codeSchema }),
  post('/password-reset', 'Ask for a link by mail; the answer is always the same', answers.nothing, {
    ...open,
    body: product.passwordResetSchema,
    answer: 202,
  }),
  post('/password', 'A new password, with a token or the present one', 'nothing', {
    ...open,
    body: product.newPasswordSchema,
  }),
  post(
    '/conversations',
    'Open a conversation, or get the one that is open in that room (200)',
    answers.openedConversation,
    {
      ...creating,
      body: product.openConversationSchema,
    },
  ),
  get('/conversations', 'Conversations, newest first', answers.page(answers.conversation), {
    query: product.conversationsQuerySchema,
  }),
  get('/conversations/{id}', 'A conversation', answers.conversation),
  post('/conversations/{id}/close', 'End a conversation', answers.conversation, {
    body: product.closeConversationSchema,
  }),
  get('/conversations/{id}/messages', 'Its log', answers.entriesPage, { query: product.entriesQuerySchema }),
  post('/conversations/{id}/messages', 'Write; 200 when the same clientMessageId was there', answers.entry, {
    body: product.sendMessageSchema,
    answer: 201,
  }),
  post('/conversations/{id}/classification', 'Correct type and area', answers.conversation, {
    body: product.classificationSchema,
  }),
  post('/conversations/{id}/attachments', 'Attach a PDF, PNG, JPG or DOCX file of at most 10 MB', answers.attachment, {
    ...creating,
    file: true,
  }),
  get('/conversations/{id}/attachments/{attachmentId}', 'A file', 'binary'),
  post('/user-tasks/{key}/files', 'Bring a PDF, PNG, JPG or DOCX file of at most 10 MB to a task', answers.attachment, {
    ...creating,
    file: true,
  }),
  get('/user-tasks/{key}/files/{fileId}', "A file of the task's instance", 'binary'),
  get('/instances/{key}/files/{fileId}', 'A file that was brought to a task of the instance', 'binary'),
  get('/conversations/{id}/survey', 'The survey of an ended conversation', answers.survey),
  post('/conversations/{id}/survey', 'Answer it', 'nothing', { body: product.surveySchema }),
  get(
    '/queue',
    'Waiting conversations in the order in which they are served; ?room= for one room',
    answers.page(answers.conversation),
  ),
  post('/requests', 'Leave a request without a chat', answers.createdRequest, {
    ...creating,
    body: product.openConversationSchema,
  }),
  get('/requests', "A citizen's requests: one's own, or ?citizen= for staff", answers.page(answers.requestSummary)),
  get('/requests/status', 'State of a request by number and document', answers.requestStatus, {
    ...open,
    query: product.requestStatusQuerySchema,
  }),
  get('/requests/{number}', 'A request', answers.requestSummary),
  get('/search', 'Requests by number or document', answers.page(answers.requestSummary), {
    query: product.searchQuerySchema,
  }),
  put('/presence', 'Be available, pause or go', answers.presence, { body: product.presenceSchema }),
  get('/presence', "One's own presence", answers.presence),
  get('/programme', 'The programme of the week that begins on a Monday: ?week=', programmes.programme, {
    query: programmes.programmeQuerySchema,
  }),
  get('/forums', 'Forums that come, or the archive; ?q= searches it', answers.page(forums.forum), {
    ...open,
    query: forums.forumsQuerySchema,
  }),
  get('/forums/{id}', 'A forum', forums.forum, open),
  get('/forums/{id}/items', 'Contributions that changed, as the viewer may see them', forums.forumItemsPage, {
    ...open,
    query: forums.forumItemsQuerySchema,
  }),
  post('/forums/{id}/contributions', 'Contribute; it is under review until it is decided on', forums.forumItem, {
    body: forums.contributionSchema,
    answer: 201,
  }),
  post('/forums/{id}/items/{seq}/moderation', 'Publish, decline or pass to the expert', forums.forumItem, {
    body: forums.moderationSchema,
    answer: 201,
  }),
  post('/forums/{id}/items/{seq}/answers', 'Answer as the expert', forums.forumItem, {
    body: forums.forumAnswerSchema,
    answer: 201,
  }),
  get('/canned-answers', 'Approved answers', answers.page(answers.cannedAnswer)),
  get('/notifications', 'The bell', answers.page(answers.notification)),
  post('/notifications/read', 'Mark as read', 'nothing', { body: product.readNotificationsSchema }),
  get('/accounts', 'Accounts of staff', answers.page(answers.account)),
  post('/accounts', 'Make an account and send its invitation', answers.account, {
    ...creating,
    body: product.newAccountSchema,
  }),
  post('/accounts/{id}/invitation', 'Send the invitation again', 'nothing'),
  get('/outbox', 'Mails that were not sent, in development without a mail server', answers.page(answers.outboxMail)),
  get('/indicators', 'Figures of a period, by default the present month', indicators.figuresView, {
    query: indicators.indicatorsQuerySchema,
  }),
  get('/indicators/{id}/rows', 'The rows behind a figure', indicators.figureRows, {
    query: indicators.indicatorRowsQuerySchema,
  }),
  get('/indicators/{id}/rows.csv', 'The same as a file', 'csv', { query: indicators.indicatorFileQuerySchema }),
  get('/documents', 'Documents that one may read, newest first', answers.page(documents.documentSummary), {
    query: documents.documentsQuerySchema,
  }),
  get('/documents/templates', 'Kinds of documents that one may read', answers.page(documents.documentKind)),
  get('/documents/{id}', 'A document with its rounds', documents.documentView),
  get('/documents/{id}/files/{format}', 'Its file as PDF, spreadsheet (xlsx) or data (json)', 'binary'),
  get('/releases', 'Releases of definitions', answers.page(engine.releaseSummary)),
  get('/releases/current', 'The release in force, with the next runs of its timer starts', engine.releaseView),
  get('/releases/current/resource', 'The text of one of its files: ?name=', engine.releaseResource),
  post('/releases/check', 'Problems of files, laid over the release in force', engine.checkedRelease, {
    body: engine.checkReleaseSchema,
  }),
  get('/instances/{key}/history', 'What happened in an instance', answers.page(engine.historyEntry), {
    query: engine.historyQuerySchema,
  }),
  get('/instances/{key}/record', 'Whether the chain of its record holds', engine.recordVerdict),
  get('/instances/{key}/why-waiting', 'What it waits for', answers.page(engine.waiting)),
  post('/instances/{key}/modification-report', 'What a modification would do; nothing is touched', changeReport, {
    body: modificationBody,
  }),
  post('/instances/{key}/migration-report', 'What a migration would do; nothing is touched', changeReport, {
    body: migrationBody,
  }),
  get('/instances/{key}/texts', 'Free text kept with it, by reference', registers.textsView),
  get('/user-tasks/{key}/texts', 'Texts that the variables of a task refer to', registers.textsView),
  get('/registers', 'Registers that one may read', answers.page(registers.registerView)),
  get('/registers/{id}', 'A register: fields, columns, filters', registers.registerView),
  get('/registers/{id}/entries', 'Its entries', answers.page(registers.entryView), {
    query: registers.entriesOfRegisterSchema,
  }),
  get('/registers/{id}/entries.csv', 'Its entries as a file', 'csv', { query: registers.exportOfRegisterSchema }),
  get('/registers/{id}/entries/{entryId}', 'An entry with its versions', registers.entryHistory),
];
