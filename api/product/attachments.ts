import { Router } from 'express';
import { ApiError } from '../../protocol/errors';
import { personOf } from '../auth/middleware';
import type { ApiContext } from '../context';
import { createOnce } from '../idempotent';
import { conversationFor, roleIn } from './chatAccess';
import { readUpload, sendFile, uploadOf } from './uploads';

/** Files in a conversation: kept encrypted, and an entry `attachment` in its log. */
export function attachmentRoutes(context: ApiContext): Router {
  const { store, now } = context;
  const router = Router();

  router.post('/conversations/:id/attachments', async (request, response, next) => {
    // Before the upload is read: nobody fills our memory for a conversation that isn't his.
    await conversationFor(store, personOf(request), request.params.id, 'conversation.write');
    next();
  });

  router.post('/conversations/:id/attachments', readUpload, async (request, response) => {
    const person = personOf(request);
    const record = await conversationFor(store, person, String(request.params.id), 'conversation.write');
    const { file, content } = uploadOf(request);
    const { name, sha256 } = file;
    await createOnce(context, request, response, { name, sha256 }, async (id) => {
      const at = now().toISOString();
      const { conversationId, citizenId } = record;
      const body = await store.attachments.add({ ...file, id, owner: { conversationId, citizenId }, at }, content);
      await store.conversations.append(conversationId, {
        kind: 'attachment',
        at,
        authorId: person.id,
        authorRole: roleIn(record, person),
        text: name,
        clientMessageId: id,
        data: { attachmentId: id },
      });
      return { status: 201, body };
    });
  });

  router.get('/conversations/:id/attachments/:attachmentId', async (request, response) => {
    const { id, attachmentId } = request.params;
    await conversationFor(store, personOf(request), id, 'conversation.read');
    const attachment = await store.attachments.get(attachmentId);
    if (!attachment || !('conversationId' in attachment.owner) || attachment.owner.conversationId !== id) {
      throw new ApiError('not_found');
    }
    sendFile(response, attachment, await store.attachments.content(attachmentId));
  });

  return router;
}
