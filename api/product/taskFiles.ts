import { Router, type Request, type Response } from 'express';
import { ApiError } from '../../protocol/errors';
import type { Store } from '../../store/connect';
import { isOfInstance } from '../../store/product/attachments';
import type { UserTaskDoc } from '../../store/state/types';
import { personOf } from '../auth/middleware';
import type { ApiContext } from '../context';
import { createOnce } from '../idempotent';
import { authorize, dutiesDone, taskResource } from '../v2/access';
import { authorizeCompletion } from '../v2/completion';
import { found, keyParam } from '../v2/commands';
import { readUpload, sendFile, uploadOf } from './uploads';

/** Files that forms of tasks ask for: they belong to the instance, whose variables hold references to them. */
export function taskFileRoutes(context: ApiContext): Router {
  const { store, now } = context;
  const router = Router();

  async function openTask(request: Request): Promise<UserTaskDoc> {
    const task = found(await store.state.get('userTasks', keyParam(request.params as Record<string, string>, 'key')));
    const person = personOf(request);
    authorize(person, 'task.read', taskResource(task));
    if (task.state !== 'CREATED') throw new ApiError('invalid_state');
    authorizeCompletion(task, person, await dutiesDone(store, task.rootKey));
    return task;
  }

  router.post('/user-tasks/:key/files', async (request, _response, next) => {
    // Before the upload is read: nobody fills our memory for a task that isn't his.
    await openTask(request);
    next();
  });

  router.post('/user-tasks/:key/files', readUpload, async (request, response) => {
    const { processInstanceKey } = await openTask(request);
    const { file, content } = uploadOf(request);
    const { name, sha256 } = file;
    await createOnce(context, request, response, { name, sha256 }, async (id) => {
      const record = { ...file, id, owner: { processInstanceKey }, at: now().toISOString() };
      return { status: 201, body: await store.attachments.add(record, content, { isPending: true }) };
    });
  });

  router.get('/user-tasks/:key/files/:fileId', async (request, response) => {
    const task = found(await store.state.get('userTasks', keyParam(request.params, 'key')));
    authorize(personOf(request), 'task.read', taskResource(task));
    await sendFileOf(store, task.processInstanceKey, request.params.fileId, response);
  });

  router.get('/instances/:key/files/:fileId', async (request, response) => {
    authorize(personOf(request), 'instance.read');
    await sendFileOf(store, keyParam(request.params, 'key'), request.params.fileId, response);
  });

  return router;
}

async function sendFileOf(store: Store, processInstanceKey: string, fileId: string, response: Response): Promise<void> {
  const file = await store.attachments.get(fileId);
  if (!file || !isOfInstance(file, processInstanceKey)) throw new ApiError('not_found');
  sendFile(response, file, await store.attachments.content(fileId));
}
