import type { Candidate } from '../../domain/chat/assignment';
import type { StoreBase } from '../connect';
import { isDuplicateKey } from '../duplicates';
import { defineModel } from '../model';

/** An advisor's presence. `slots` are the conversations that he has; `free` = capacity − slots. */
export interface PresenceRecord {
  personId: string;
  state: 'available' | 'paused' | 'offline';
  rooms: string[];
  capacity: number;
  free: number;
  slots: { conversationId: string; at: string }[];
  lastSeenAt: string;
  lastAssignedAt: string | null;
}

export type PresenceRepository = ReturnType<typeof presence>;

/** Repository of presence and slots. A slot is taken by one conditional update, so no two nodes take the same one. */
export function presence({ connection }: StoreBase) {
  const model = defineModel<PresenceRecord>(connection, {
    name: 'presence',
    fields: {
      personId: String,
      state: String,
      rooms: [String],
      capacity: Number,
      free: Number,
      slots: [{ conversationId: String, at: String, _id: false }],
      lastSeenAt: String,
      lastAssignedAt: String,
    },
    indexes: [[{ personId: 1 }, { unique: true }], [{ state: 1, lastSeenAt: 1 }], [{ 'slots.conversationId': 1 }]],
  });

  async function set(
    personId: string,
    wanted: Pick<PresenceRecord, 'state' | 'rooms' | 'capacity'>,
    at: string,
  ): Promise<PresenceRecord> {
    const before = await model.findOne({ personId }).lean();
    if (!before) {
      const fresh = { ...wanted, personId, free: wanted.capacity, slots: [], lastSeenAt: at, lastAssignedAt: null };
      try {
        await model.insertMany([fresh]);
        return fresh;
      } catch (error) {
        if (isDuplicateKey(error)) return set(personId, wanted, at);
        throw error;
      }
    }
    const free = wanted.capacity - before.slots.length;
    const after = await model
      .findOneAndUpdate(
        { personId, free: before.free, capacity: before.capacity },
        { $set: { ...wanted, free, lastSeenAt: at } },
        { returnDocument: 'after' },
      )
      .lean();
    return after ?? set(personId, wanted, at);
  }

  return {
    set,
    get: (personId: string): Promise<PresenceRecord | null> => model.findOne({ personId }).lean(),
    /** Notes a socket ping or a call of his. */
    touch: async (personId: string, at: string): Promise<void> => {
      await model.updateOne({ personId }, { $set: { lastSeenAt: at } });
    },
    /** Takes a room away from those who may no longer be in it. */
    leaveRoom: async (roomId: string, personIds: readonly string[]): Promise<void> => {
      await model.updateMany({ personId: { $in: [...personIds] }, rooms: roomId }, { $pull: { rooms: roomId } });
    },
    /** Who is available and was seen since `since`, with a free slot or without. */
    available: async (since: string): Promise<(Candidate & { free: number })[]> => {
      const docs = await model.find({ state: 'available', lastSeenAt: { $gte: since } }).lean();
      return docs.map((doc) => ({ ...doc, active: doc.slots.length }));
    },
    /** Takes a slot if he is still available and has one free. Taking it again for the same conversation is false. */
    takeSlot: async (personId: string, conversationId: string, since: string, at: string): Promise<boolean> => {
      const taken = await model.updateOne(
        {
          personId,
          state: 'available',
          lastSeenAt: { $gte: since },
          free: { $gt: 0 },
          'slots.conversationId': { $ne: conversationId },
        },
        { $push: { slots: { conversationId, at } }, $inc: { free: -1 }, $set: { lastAssignedAt: at } },
      );
      return taken.modifiedCount === 1;
    },
    freeSlot: async (personId: string, conversationId: string): Promise<void> => {
      await model.updateOne(
        { personId, 'slots.conversationId': conversationId },
        { $pull: { slots: { conversationId } }, $inc: { free: 1 } },
      );
    },
    /** Everybody who holds a slot: for the sweep that frees what a crash left taken. */
    withSlots: (): Promise<PresenceRecord[]> => model.find({ 'slots.conversationId': { $gt: '' } }).lean(),
  };
}
