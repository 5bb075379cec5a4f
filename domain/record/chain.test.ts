import { createHash } from 'node:crypto';
import type { RecordedEvent } from '../../protocol/events';
import { canonicalJson, chainEvents, EMPTY_HEAD, hashEntry, verifyChain } from './chain';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const events: RecordedEvent[] = [1, 2, 3].map((seq) => ({
  seq,
  at: '2026-03-02T15:00:00.000Z',
  actor: { kind: 'system', id: 'test' },
  event: { type: 'timer.fired', key: String(seq) },
}));

it('writes equal values as equal text, whatever the order of their members', () => {
  expect(canonicalJson({ b: [1, 'é'], a: null })).toBe('{"a":null,"b":[1,"é"]}');
  expect(() => canonicalJson(undefined)).toThrow('Expected a JSON value');
});

it('chains each entry onto the one before', () => {
  const chain = chainEvents('77', EMPTY_HEAD, events, sha256);
  expect(chain[1]?.hash).toBe(hashEntry(chain[0]?.hash ?? '', chain[1]?.entry ?? '', sha256));
  expect(verifyChain(chain, sha256, chain[2]?.hash)).toEqual({ ok: true, seq: 3, head: chain[2]?.hash });
});

it('binds entries to their instance', () => {
  expect(chainEvents('77', EMPTY_HEAD, events, sha256)[0]?.hash).not.toBe(
    chainEvents('78', EMPTY_HEAD, events, sha256)[0]?.hash,
  );
});

it('names the first entry that is missing, changed, or beyond the expected head', () => {
  const chain = chainEvents('77', EMPTY_HEAD, events, sha256);
  expect(verifyChain(chain.slice(1), sha256)).toMatchObject({ ok: false, seq: 1 });
  const changed = chain.map((one) => (one.seq === 2 ? { ...one, entry: '{}' } : one));
  expect(verifyChain(changed, sha256)).toMatchObject({ ok: false, seq: 2 });
  expect(verifyChain(chain.slice(0, 2), sha256, chain[2]?.hash)).toMatchObject({ ok: false, seq: 2 });
});
