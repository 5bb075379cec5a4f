import { Router } from 'express';
import { isStaff } from '../../domain/access/roles';
import { ApiError } from '../../protocol/errors';
import type { CannedAnswer } from '../../protocol/product';
import { roleOfPeople } from '../../protocol/release';
import { personOf } from '../auth/middleware';
import type { ApiContext } from '../context';
import { openApiDocument } from '../openapi';
import { authorize } from '../v2/access';
import type { Views } from './views';

/** Catalogues and forms that a visitor without a session needs; all others are for staff. */
const PUBLIC_CATALOGUES = new Set([
  'request-types',
  'areas',
  'document-types',
  'relationships',
  'chat-texts',
  'closing-reasons',
]);
const PUBLIC_FORMS = new Set(['registration', 'request', 'off-hours', 'survey']);

/** Rooms, catalogues, forms: read from the release in force. */
export function publicRoutes(context: ApiContext, views: Views): Router {
  const { release, store } = context;
  const router = Router();

  router.get('/openapi.json', (_request, response) => {
    response.json(openApiDocument());
  });

  router.get('/rooms', async ({ person }, response) => {
    // Citizens come to a forum by its own page.
    const rooms = (await release.items('rooms')).filter(({ kind }) => isStaff(person) || kind !== 'forum');
    response.json({ items: await Promise.all(rooms.map((room) => views.room(room, person))) });
  });

  router.get('/catalogues/:id', async (request, response) => {
    const { id } = request.params;
    if (!PUBLIC_CATALOGUES.has(id)) authorize(personOf(request), 'definition.read');
    const role = roleOfPeople(id);
    if (role !== null) {
      const staff = (await store.people.staff()).filter(
        ({ roles, state }) => roles.includes(role) && state === 'active',
      );
      response.json({ items: staff.map(({ personId, name }) => ({ id: personId, label: name })) });
      return;
    }
    const { catalogues } = await release.content();
    const catalogue = catalogues[id];
    if (!catalogue) throw new ApiError('not_found');
    const items = catalogue.items.map(({ id: itemId, label, labelEn, parent }) => ({
      id: itemId,
      label,
      ...(labelEn === undefined ? {} : { labelEn }),
      ...(parent === undefined ? {} : { parent }),
    }));
    response.json({ items });
  });

  router.get('/forms/:id', async (request, response) => {
    const { id } = request.params;
    if (!PUBLIC_FORMS.has(id)) authorize(personOf(request), 'definition.read');
    const { forms } = await release.content();
    const form = forms[id];
    if (!form) throw new ApiError('not_found');
    response.json(form);
  });

  router.get('/canned-answers', async (request, response) => {
    authorize(personOf(request), 'canned-answers.read');
    const items = (await release.items('canned-answers')).map(({ id, label, text, class: kind }): CannedAnswer => ({
      id,
      label,
      text: typeof text === 'string' ? text : label,
      class: kind === 'reserved' || kind === 'personal' ? kind : 'public',
    }));
    response.json({ items });
  });

  return router;
}
