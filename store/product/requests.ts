import type { ClientSession } from 'mongoose';
import type { Outcome } from '../../protocol/product';
import type { StoreBase } from '../connect';
import { insertOnce } from '../duplicates';
import { defineModel } from '../model';
import { newestBefore } from './windows';

/** The CRM record of a request. Its number never changes; declared and corrected classification both stay. */
export interface RequestRecord {
  requestNumber: string;
  processInstanceKey: string;
  citizenId: string;
  conversationId: string | null;
  roomId: string;
  channel: 'chat' | 'off-hours' | 'api';
  declaredType: string;
  declaredArea: string;
  type: string;
  area: string;
  correction: { by: string; at: string } | null;
  state: 'open' | 'closed';
  outcome: Outcome | null;
  referralNumber: string | null;
  topics: string[];
  /** The citizen asked about the same area shortly before. */
  repeatContact: boolean;
  /** Level of the escalation matrix at which it was resolved. */
  resolvedLevel: number | null;
  openedAt: string;
  closedAt: string | null;
  dueAt: string | null;
  survey: { score: number; resolved: boolean; at: string; delivered: boolean } | null;
  /** Registered, but its instance isn't known to be started (requests without a conversation only). */
  startPending: boolean;
}

/** What a request begins with; `summary` is encrypted with the citizen's key. */
export interface NewRequest extends Pick<
  RequestRecord,
  | 'requestNumber'
  | 'processInstanceKey'
  | 'citizenId'
  | 'conversationId'
  | 'roomId'
  | 'channel'
  | 'declaredType'
  | 'declaredArea'
  | 'openedAt'
> {
  summary: string;
}

interface RequestDoc extends RequestRecord {
  /** The citizen's words, the advisor's answer and reason, the survey's comment…: encrypted, by field name. */
  personal: Record<string, string>;
}

export type Requests = ReturnType<typeof requests>;

const text = { type: String };
const VISIBLE = { _id: 0, personal: 0 } as const;

/** Repository of requests. */
export function requests({ connection, encryption }: StoreBase) {
  const model = defineModel<RequestDoc>(connection, {
    name: 'requests',
    fields: {
      requestNumber: text,
      processInstanceKey: text,
      citizenId: text,
      conversationId: text,
      roomId: text,
      channel: text,
      declaredType: text,
      declaredArea: text,
      type: { type: String },
      area: text,
      correction: Object,
      state: text,
      outcome: text,
      referralNumber: text,
      topics: [String],
      repeatContact: Boolean,
      resolvedLevel: Number,
      openedAt: text,
      closedAt: text,
      dueAt: text,
      survey: Object,
      startPending: Boolean,
      personal: Object,
    },
    indexes: [
      [{ requestNumber: 1 }, { unique: true }],
      [{ processInstanceKey: 1 }, { unique: true }],
      [{ citizenId: 1, openedAt: 1 }],
      [{ openedAt: 1 }],
      [{ 'survey.delivered': 1 }],
      [{ startPending: 1 }],
    ],
  });

  async function savePersonal(requestNumber: string, fields: Record<string, string>): Promise<void> {
    const request = await model.findOne({ requestNumber }, { citizenId: 1 }).lean();
    if (!request) throw new Error(`Expected request ${requestNumber}, but there is none`);
    const cipher = await encryption.forPerson(request.citizenId);
    const set = Object.entries(fields).map(([field, value]) => [`personal.${field}`, cipher.encrypt(value)]);
    if (set.length > 0) await model.updateOne({ requestNumber }, { $set: Object.fromEntries(set) as object });
  }

  async function newDocument({ summary, ...request }: NewRequest): Promise<RequestDoc> {
    const cipher = await encryption.forPerson(request.citizenId);
    return {
      requestNumber: request.requestNumber,
      processInstanceKey: request.processInstanceKey,
      citizenId: request.citizenId,
      conversationId: request.conversationId,
      roomId: request.roomId,
      channel: request.channel,
      declaredType: request.declaredType,
      declaredArea: request.declaredArea,
      openedAt: request.openedAt,
      type: request.declaredType,
      area: request.declaredArea,
      correction: null,
      state: 'open',
      outcome: null,
      referralNumber: null,
      topics: [],
      repeatContact: false,
      resolvedLevel: null,
      closedAt: null,
      dueAt: null,
      survey: null,
      startPending: request.conversationId === null,
      personal: { summary: cipher.encrypt(summary) },
    };
  }

  async function change(requestNumber: string, fields: Partial<RequestRecord>): Promise<void> {
    await model.updateOne({ requestNumber }, { $set: fields });
  }

  return {
    /** Registers a request; once more with the same number changes nothing. */
    add: async (request: NewRequest): Promise<void> => {
      await insertOnce(model, await newDocument(request));
    },
    /** A request that is registered together with something else, in the caller's transaction. */
    document: async (request: NewRequest): Promise<{ insert(session: ClientSession): Promise<void> }> => {
      const document = await newDocument(request);
      return {
        insert: async (session) => {
          await model.insertMany([document], { session });
        },
      };
    },
    get: (requestNumber: string): Promise<RequestRecord | null> =>
      model.findOne({ requestNumber }, VISIBLE).lean<RequestRecord>(),
    ofInstance: (processInstanceKey: string): Promise<RequestRecord | null> =>
      model.findOne({ processInstanceKey }, VISIBLE).lean<RequestRecord>(),
    /** All opened from `from` until before `to`, for the facts of a day. */
    openedBetween: (from: string, to: string): Promise<RequestRecord[]> =>
      model.find({ openedAt: { $gte: from, $lt: to } }, VISIBLE).lean<RequestRecord[]>(),
    /** A citizen's requests opened before `before`, newest first. */
    ofCitizen: (citizenId: string, before: string, limit: number): Promise<RequestRecord[]> =>
      newestBefore<RequestRecord>(model as never, { citizenId }, 'openedAt', before, limit),
    /** Keeps personal fields (answer, reason, comment…) of a request, encrypted; one given again is replaced. */
    savePersonal,
    /** The personal fields, decrypted; `summary` is what the citizen asked. */
    personal: async (requestNumber: string): Promise<Record<string, string>> => {
      const doc = await model.findOne({ requestNumber }, { personal: 1, citizenId: 1 }).lean();
      if (!doc) return {};
      const cipher = await encryption.forPerson(doc.citizenId);
      const fields = Object.entries(doc.personal).map(([field, value]) => [field, cipher.decrypt(value)]);
      return Object.fromEntries(fields) as Record<string, string>;
    },
    /** The register's own fields, as the process's jobs set them (crm-register, crm-close, refer). */
    change,
    /** A classification corrected by an advisor; the reason is personal and kept encrypted. */
    correct: async (
      requestNumber: string,
      correction: { type: string; area: string; reason: string | null; by: string; at: string },
    ): Promise<void> => {
      const { type, area, reason, by, at } = correction;
      await change(requestNumber, { type, area, correction: { by, at } });
      if (reason !== null) await savePersonal(requestNumber, { correctionReason: reason });
    },
    /** Keeps the answer to the survey; false when there is one already. */
    answerSurvey: async (
      requestNumber: string,
      answer: { score: number; resolved: boolean; comment?: string; at: string },
    ): Promise<boolean> => {
      const { comment, ...survey } = answer;
      const kept = await model.updateOne(
        { requestNumber, survey: null },
        { $set: { survey: { ...survey, delivered: false } } },
      );
      if (kept.modifiedCount === 1 && comment) await savePersonal(requestNumber, { surveyComment: comment });
      return kept.modifiedCount === 1;
    },
    /** Requests whose registration died before their instance was started. */
    notStarted: (openedBefore: string): Promise<RequestRecord[]> =>
      model
        .find({ startPending: true, openedAt: { $lt: openedBefore } }, VISIBLE)
        .limit(50)
        .lean<RequestRecord[]>(),
    started: async (requestNumber: string): Promise<void> => {
      await model.updateOne({ requestNumber }, { $set: { startPending: false } });
    },
    /** Survey answers that their instances haven't got yet. */
    undeliveredSurveys: (): Promise<RequestRecord[]> =>
      model.find({ 'survey.delivered': false }, VISIBLE).limit(50).lean<RequestRecord[]>(),
    surveyDelivered: async (requestNumber: string): Promise<void> => {
      await model.updateOne({ requestNumber, 'survey.delivered': false }, { $set: { 'survey.delivered': true } });
    },
  };
}
