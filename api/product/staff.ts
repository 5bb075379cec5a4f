import { Router } from 'express';
import { ApiError } from '../../protocol/errors';
import {
  presenceSchema,
  readNotificationsSchema,
  type Notification,
  type OutboxMail,
  type Presence,
} from '../../protocol/product';
import type { PresenceRecord } from '../../store/product/presence';
import { personOf } from '../auth/middleware';
import type { ApiContext } from '../context';
import { authorize } from '../v2/access';
import { validate } from '../validate';
import { enterRooms } from './rooms';

const NEWEST = 50;

/** What only staff have: presence, the bell, the development outbox. */
export function staffRoutes(context: ApiContext): Router {
  const { store, now, settings, log } = context;
  const router = Router();
  const justNow = (): string => new Date(now().getTime() + 1).toISOString();

  router.put('/presence', async (request, response) => {
    const person = personOf(request);
    authorize(person, 'presence.set');
    const wanted = validate(presenceSchema, request.body);
    const rooms = await context.release.items('rooms');
    const unknown = wanted.rooms.filter((id) => !rooms.some((room) => room.id === id));
    if (unknown.length > 0) {
      const errors = [{ path: 'rooms', message: `No existe la sala ${unknown.join(', ')}.` }];
      throw new ApiError('invalid_request', { errors });
    }
    if (wanted.state === 'offline') wanted.rooms = [];
    await enterRooms(context, person.id, wanted.rooms);
    const record = await store.presence.set(person.id, wanted, now().toISOString());
    followUp(record).catch((error: unknown) => log.warn({ err: error }, 'assignment failed'));
    response.json(presenceView(record));
  });

  router.get('/presence', async (request, response) => {
    const person = personOf(request);
    authorize(person, 'presence.set');
    const record = await store.presence.get(person.id);
    response.json(record ? presenceView(record) : { state: 'offline', rooms: [], capacity: 0, active: 0 });
  });

  /** Who came gets what waits; who went gives back what he had not answered. */
  async function followUp({ state, rooms }: PresenceRecord): Promise<void> {
    if (state === 'offline') {
      await store.chat.giveBackOfAbsent(now());
      await store.chat.assignWaiting(now());
    } else if (state === 'available') {
      for (const roomId of rooms) await store.chat.assignNext(roomId, now());
    }
  }

  router.get('/notifications', async (request, response) => {
    const person = personOf(request);
    authorize(person, 'notifications.read');
    const records = await store.notifications.list(person.id, justNow(), NEWEST);
    const items = records.map(({ notificationId, kind, text, link, at, read }): Notification => ({
      id: notificationId,
      kind,
      text,
      ...(link ? { link } : {}),
      at,
      read,
    }));
    response.json({ items });
  });

  router.post('/notifications/read', async (request, response) => {
    const person = personOf(request);
    authorize(person, 'notifications.read');
    const { ids } = validate(readNotificationsSchema, request.body);
    await store.notifications.markRead(person.id, now().toISOString(), ids);
    response.status(204).end();
  });

  router.get('/outbox', async (request, response) => {
    authorize(personOf(request), 'outbox.read');
    if (settings.NODE_ENV === 'production' || settings.SMTP_URL) throw new ApiError('not_found');
    const mails = await store.mail.newest(justNow(), NEWEST);
    const items = await Promise.all(
      mails.map(async ({ mailId, personId, subject, text, at, state }): Promise<OutboxMail> => ({
        id: mailId,
        to: (await store.people.get(personId))?.email ?? '',
        subject,
        text,
        at,
        state,
      })),
    );
    response.json({ items });
  });

  return router;
}

function presenceView({ state, rooms, capacity, slots }: PresenceRecord): Presence {
  return { state, rooms, capacity, active: slots.length };
}
