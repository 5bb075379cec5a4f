import type { StoreBase } from '../connect';
import { insertOnce } from '../duplicates';
import { defineModel } from '../model';

export interface StoredAnswer {
  status: number;
  body: unknown;
}

/** How a creating request goes on under its key. */
export type IdempotencyClaim =
  /** To be carried out (again, after a failure half-way): everything it creates takes its id from `reservedId`. */
  { kind: 'run'; reservedId: string } | { kind: 'replay'; answer: StoredAnswer } | { kind: 'conflict' };

interface IdempotencyDoc {
  key: string;
  bodyHash: string;
  reservedId: string;
  createdAt: string;
  answer: string | null;
}

/** Remembers creating requests by (person, route, Idempotency-Key). Answers may hold personal data: encrypted. */
export function idempotency({ connection, encryption }: StoreBase) {
  const model = defineModel<IdempotencyDoc>(connection, {
    name: 'idempotencyKeys',
    fields: { key: String, bodyHash: String, reservedId: String, createdAt: String, answer: String },
    indexes: [[{ key: 1 }, { unique: true }], [{ createdAt: 1 }]],
  });
  return {
    /** @param body canonical text of the request's body */
    claim: async (
      scope: { personId: string; route: string; key: string },
      body: string,
      reservedId: string,
      at: string,
    ): Promise<IdempotencyClaim> => {
      const key = keyOf(scope);
      // Keyed: a body may hold a password.
      const bodyHash = encryption.lookup('idempotency', body);
      if (await insertOnce(model, { key, bodyHash, reservedId, createdAt: at, answer: null })) {
        return { kind: 'run', reservedId };
      }
      const known = await model.findOne({ key }).lean();
      if (!known) return { kind: 'run', reservedId };
      if (known.bodyHash !== bodyHash) return { kind: 'conflict' };
      if (known.answer === null) return { kind: 'run', reservedId: known.reservedId };
      const cipher = await encryption.forPerson(scope.personId);
      return { kind: 'replay', answer: JSON.parse(cipher.decrypt(known.answer)) as StoredAnswer };
    },
    keep: async (scope: { personId: string; route: string; key: string }, answer: StoredAnswer): Promise<void> => {
      const cipher = await encryption.forPerson(scope.personId);
      const encrypted = cipher.encrypt(JSON.stringify(answer));
      await model.updateOne({ key: keyOf(scope) }, { $set: { answer: encrypted } });
    },
    removeOlder: async (before: string): Promise<void> => {
      await model.deleteMany({ createdAt: { $lt: before } });
    },
  };
}

function keyOf(scope: { personId: string; route: string; key: string }): string {
  return `${scope.personId}\n${scope.route}\n${scope.key}`;
}
