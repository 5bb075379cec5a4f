import type { z } from 'zod';
import { documentsQuerySchema } from './documents';
import { checkReleaseSchema, historyQuerySchema } from './engineViews';
import * as product from './product';
import { entriesOfRegisterSchema, exportOfRegisterSchema } from './registerViews';

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
}

const get = (path: string, summary: string, more: Partial<ProductRoute> = {}): ProductRoute => ({
  method: 'get',
  path,
  summary,
  answer: 200,
  ...more,
});
const post = (path: string, summary: string, more: Partial<ProductRoute> = {}): ProductRoute => ({
  ...get(path, summary, more),
  method: 'post',
});
const open = { isPublic: true } as const;
const creating = { isCreating: true, answer: 201 } as const;

/** Everything under `/api`: the OpenAPI document is made from it, and a test compares it with the routers. */
export const PRODUCT_ROUTES: readonly ProductRoute[] = [
  get('/status', 'Health of the API, the store and the engine; 503 when one is down', open),
  get('/openapi.json', 'This description', open),
  get('/rooms', 'Rooms with their opening and estimated wait', open),
  get('/catalogues/{id}', 'Items of a catalogue; some are for staff', open),
  get('/forms/{id}', 'A form (form-js schema); some are for staff', open),
  post('/citizens', 'Register; the username is the e-mail', { ...open, ...creating, body: product.registrationSchema }),
  post('/session', 'Sign in: a token, and the cookie sid', { ...open, body: product.loginSchema }),
  get('/session', 'Who is signed in'),
  { method: 'delete', path: '/session', summary: 'Sign out; closes the sockets of the session (4401)', answer: 204 },
  post('/second-factor', 'A secret to enrol with'),
  { method: 'put', path: '/second-factor', summary: 'Enrol with the first code', answer: 204 },
  { method: 'delete', path: '/second-factor', summary: 'Give the second factor up', answer: 204 },
  post('/password-reset', 'Ask for a link by mail; the answer is always the same', {
    ...open,
    body: product.passwordResetSchema,
    answer: 202,
  }),
  post('/password', 'A new password, with a token or the present one', {
    ...open,
    body: product.newPasswordSchema,
    answer: 204,
  }),
  post('/conversations', 'Open a conversation, or get the one that is open in that room (200)', {
    ...creating,
    body: product.openConversationSchema,
  }),
  get('/conversations', 'Conversations, newest first', { query: product.conversationsQuerySchema }),
  get('/conversations/{id}', 'A conversation'),
  post('/conversations/{id}/close', 'End a conversation', { body: product.closeConversationSchema }),
  get('/conversations/{id}/messages', 'Its log', { query: product.entriesQuerySchema }),
  post('/conversations/{id}/messages', 'Write; 200 when the same clientMessageId was there', {
    body: product.sendMessageSchema,
    answer: 201,
  }),
  post('/conversations/{id}/classification', 'Correct type and area', { body: product.classificationSchema }),
  post('/conversations/{id}/attachments', 'Attach a PDF, PNG, JPG or DOCX file of at most 10 MB', {
    ...creating,
    file: true,
  }),
  get('/conversations/{id}/attachments/{attachmentId}', 'A file'),
  get('/conversations/{id}/survey', 'The survey of an ended conversation'),
  post('/conversations/{id}/survey', 'Answer it', { body: product.surveySchema, answer: 204 }),
  get('/queue', 'Waiting conversations in the order in which they are served; ?room= for one room'),
  post('/requests', 'Leave a request without a chat', { ...creating, body: product.openConversationSchema }),
  get('/requests', "A citizen's requests: one's own, or ?citizen= for staff"),
  get('/requests/status', 'State of a request by number and document', {
    ...open,
    query: product.requestStatusQuerySchema,
  }),
  get('/requests/{number}', 'A request'),
  get('/search', 'Requests by number or document', { query: product.searchQuerySchema }),
  { method: 'put', path: '/presence', summary: 'Be available, pause or go', body: product.presenceSchema, answer: 200 },
  get('/presence', "One's own presence"),
  get('/canned-answers', 'Approved answers'),
  get('/notifications', 'The bell'),
  post('/notifications/read', 'Mark as read', { body: product.readNotificationsSchema, answer: 204 }),
  get('/accounts', 'Accounts of staff'),
  post('/accounts', 'Make an account and send its invitation', { ...creating, body: product.newAccountSchema }),
  post('/accounts/{id}/invitation', 'Send the invitation again', { answer: 204 }),
  get('/outbox', 'Mails that were not sent, in development without a mail server'),
  get('/documents', 'Documents that one may read, newest first', { query: documentsQuerySchema }),
  get('/documents/templates', 'Kinds of documents that one may read'),
  get('/documents/{id}', 'A document with its rounds'),
  get('/documents/{id}/files/{format}', 'Its file as PDF, spreadsheet (xlsx) or data (json)'),
  get('/releases', 'Releases of definitions'),
  get('/releases/current', 'The release in force, with the next runs of its timer starts'),
  get('/releases/current/resource', 'The text of one of its files: ?name='),
  post('/releases/check', 'Problems of files, laid over the release in force', { body: checkReleaseSchema }),
  get('/instances/{key}/history', 'What happened in an instance', { query: historyQuerySchema }),
  get('/instances/{key}/record', 'Whether the chain of its record holds'),
  get('/instances/{key}/why-waiting', 'What it waits for'),
  get('/instances/{key}/texts', 'Free text kept with it, by reference'),
  get('/user-tasks/{key}/texts', 'Texts that the variables of a task refer to'),
  get('/registers', 'Registers that one may read'),
  get('/registers/{id}', 'A register: fields, columns, filters'),
  get('/registers/{id}/entries', 'Its entries', { query: entriesOfRegisterSchema }),
  get('/registers/{id}/entries.csv', 'Its entries as a file', { query: exportOfRegisterSchema }),
  get('/registers/{id}/entries/{entryId}', 'An entry with its versions'),
];
