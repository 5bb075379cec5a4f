import { defaultPayloadConverter } from '@temporalio/common';
import { createCodec } from './codec';

const SECRET = 'a-secret-of-at-least-thirty-two-characters';

describe('the payload codec', () => {
  it('hides, shrinks and gives back what passes through it', async () => {
    // given
    const codec = createCodec(SECRET);
    const large = defaultPayloadConverter.toPayload({ text: 'solicitud '.repeat(500) });
    // when
    const [encoded] = await codec.encode([large]);
    const [decoded] = await codec.decode(encoded ? [encoded] : []);
    // then
    expect(encoded?.data?.length).toBeLessThan((large.data?.length ?? 0) / 10);
    expect(Buffer.from(encoded?.data ?? []).includes('solicitud')).toBe(false);
    expect(decoded && defaultPayloadConverter.fromPayload(decoded)).toEqual({ text: 'solicitud '.repeat(500) });
  });

  it('reads payloads of an earlier secret and refuses those of an unknown one', async () => {
    // given
    const payloads = await createCodec('the-earlier-secret-of-this-installation').encode([
      defaultPayloadConverter.toPayload(1),
    ]);
    // when, then
    const [decoded] = await createCodec(SECRET, ['the-earlier-secret-of-this-installation']).decode(payloads);
    expect(decoded && defaultPayloadConverter.fromPayload(decoded)).toBe(1);
    await expect(async () => createCodec(SECRET).decode(payloads)).rejects.toThrow('Expected a known payload key');
  });

  it('refuses a payload that was changed on its way', async () => {
    // given
    const codec = createCodec(SECRET);
    const [payload] = await codec.encode([defaultPayloadConverter.toPayload('x')]);
    payload?.data?.set([1], payload.data.length - 1);
    // when, then
    await expect(async () => codec.decode(payload ? [payload] : [])).rejects.toThrow();
  });
});
