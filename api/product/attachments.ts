import { createHash } from 'node:crypto';
import { Router } from 'express';
import multer from 'multer';
import { ApiError } from '../../protocol/errors';
import { personOf } from '../auth/middleware';
import type { ApiContext } from '../context';
import { createOnce } from '../idempotent';
import { invalidField } from '../validate';
import { conversationFor, roleIn } from './chatAccess';
import { safeName, sniff } from './fileTypes';

const MOST_BYTES = 10 * 1024 * 1024;

/** Files in a conversation: kept encrypted, and an entry `attachment` in its log. */
export function attachmentRoutes(context: ApiContext): Router {
  const { store, now } = context;
  const router = Router();
  const upload = multer({
    storage: multer.memoryStorage(),
    limits: { fileSize: MOST_BYTES, files: 1, fields: 0 },
    defParamCharset: 'utf8',
  });

  router.post('/conversations/:id/attachments', async (request, response, next) => {
    // Before the upload is read: nobody fills our memory for a conversation that isn't his.
    await conversationFor(store, personOf(request), request.params.id, 'conversation.write');
    next();
  });

  router.post('/conversations/:id/attachments', upload.single('file'), async (request, response) => {
    const person = personOf(request);
    const record = await conversationFor(store, person, String(request.params.id), 'conversation.write');
    const { file } = request;
    if (!file) throw invalidField('file', 'Adjunte un archivo.');
    const type = sniff(file.buffer);
    if (!type) throw new ApiError('unsupported_file');
    const name = safeName(file.originalname, type.extension);
    const sha256 = createHash('sha256').update(file.buffer).digest('hex');
    await createOnce(context, request, response, { name, sha256 }, async (id) => {
      const at = now().toISOString();
      const { contentType } = type;
      const attachment = { id, name, size: file.size, contentType };
      const { conversationId, citizenId } = record;
      await store.attachments.add({ ...attachment, conversationId, citizenId, sha256, at }, file.buffer);
      await store.conversations.append(conversationId, {
        kind: 'attachment',
        at,
        authorId: person.id,
        authorRole: roleIn(record, person),
        text: name,
        clientMessageId: id,
        data: { attachmentId: id },
      });
      return { status: 201, body: attachment };
    });
  });

  router.get('/conversations/:id/attachments/:attachmentId', async (request, response) => {
    const { id, attachmentId } = request.params;
    await conversationFor(store, personOf(request), id, 'conversation.read');
    const attachment = await store.attachments.get(attachmentId);
    if (attachment?.conversationId !== id) throw new ApiError('not_found');
    const content = await store.attachments.content(attachmentId);
    response
      .attachment(attachment.name)
      .type(attachment.contentType)
      .setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
      .setHeader('Cache-Control', 'private, no-store')
      .send(content);
  });

  return router;
}
