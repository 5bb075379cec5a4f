import { Router } from 'express';
import {
  documentsQuerySchema,
  type DocumentSummary,
  type DocumentTemplate,
  type DocumentView,
} from '../../protocol/documents';
import type { Page, Person } from '../../protocol/product';
import type { DocumentRecord } from '../../store/product/documents';
import { personOf } from '../auth/middleware';
import type { ApiContext } from '../context';
import { authorize, isAllowed } from '../v2/access';
import { found } from '../v2/commands';
import { validate } from '../validate';
import { sendFile } from './uploads';

/** The archive of documents: kinds, list, a document with its rounds, files. */
export function documentRoutes(context: ApiContext): Router {
  const { store, release, now } = context;
  const router = Router();

  /** Kinds that a person may read, by the release in force. */
  async function readable(person: Person): Promise<DocumentTemplate[]> {
    const { documents } = await release.content();
    return Object.values(documents).filter(({ read }) => isAllowed(person, 'document.read', { readers: read }));
  }

  async function documentFor(person: Person, id: string): Promise<DocumentRecord> {
    const record = found(await store.documents.get(id));
    const { documents } = await release.content();
    authorize(person, 'document.read', { readers: documents[record.template]?.read ?? [] });
    return record;
  }

  router.get('/documents/templates', async (request, response) => {
    const person = personOf(request);
    authorize(person, 'document.list');
    const templates = await readable(person);
    response.json({ items: templates.map(({ id, label }) => ({ id, label })) });
  });

  router.get('/documents', async (request, response) => {
    const person = personOf(request);
    authorize(person, 'document.list');
    const { template, draft, cursor, limit } = validate(documentsQuerySchema, request.query);
    const before = cursor ?? new Date(now().getTime() + 1).toISOString();
    const kinds = (await readable(person)).filter(({ id }) => template === undefined || id === template);
    const lists = await Promise.all(kinds.map(({ id }) => store.documents.list(id, before, limit)));
    const rows = lists.flat().sort((one, other) => other.createdAt.localeCompare(one.createdAt));
    const page = rows.slice(0, limit);
    const last = rows.length > limit || page.length === limit ? page.at(-1) : undefined;
    const wanted = page.filter(({ isDraft }) => draft === undefined || isDraft === (draft === 'true'));
    const answer: Page<DocumentSummary> = {
      items: wanted.map(summaryOf),
      ...(last ? { nextCursor: last.createdAt } : {}),
    };
    response.json(answer);
  });

  router.get('/documents/:id', async (request, response) => {
    const record = await documentFor(personOf(request), request.params.id);
    const rounds = await store.documents.rounds(record.number);
    const view: DocumentView = {
      ...summaryOf(record),
      model: await store.documents.model(record),
      rounds: rounds.map(({ documentId, round, isDraft, createdAt }) => ({
        id: documentId,
        round,
        isDraft,
        createdAt,
      })),
    };
    response.json(view);
  });

  router.get('/documents/:id/files/:format', async (request, response) => {
    const record = await documentFor(personOf(request), request.params.id);
    const file = found(record.files.find(({ format }) => format === request.params.format) ?? null);
    const content = found(await store.files.get(file.sha256));
    sendFile(response, file, content);
  });

  return router;
}

function summaryOf(record: DocumentRecord): DocumentSummary {
  const { documentId, elementInstanceKey: _, release: _release, modelFile: _model, ...rest } = record;
  return { id: documentId, ...rest };
}
