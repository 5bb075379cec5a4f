import { randomUUID } from 'node:crypto';
import { startProduct, type Product } from '../support/product';
import { ApiClient } from './client';
import { runFaults } from './faults';
import { Journal } from './journal';
import { registerCitizen } from './people';

jest.setTimeout(400_000);

const ROUNDS = 3;

describe('the product under faults', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.stop());

  it('answers 503 with Retry-After while the store hangs, and the same key may be sent again', async () => {
    // given
    const journal = new Journal();
    const citizen = new ApiClient(product.url, journal);
    await registerCitizen(citizen);
    const request = {
      type: 'solicitud.informacion-general',
      area: 'credito-educativo',
      summary: '¿Qué requisitos hay?',
    };
    const open = (key: string) => citizen.attempt('POST', '/api/conversations', { roomId: 'general', request }, key);
    const key = randomUUID();
    const store = product.services().pids.store ?? -1;
    // when
    process.kill(store, 'SIGSTOP');
    const hanging = await Promise.all([open(key), citizen.attempt('GET', '/api/rooms', undefined, '')]);
    process.kill(store, 'SIGCONT');
    // then
    expect(hanging.map((answer) => answer?.status)).toEqual([503, 503]);
    const { body } = await citizen.call<{ items: object[] }>('GET', '/api/rooms');
    expect(body.items.length).toBeGreaterThan(0);
    const [first, second] = [await open(key), await open(key)];
    expect([200, 201]).toContain(first?.status);
    expect(second?.body).toEqual(first?.body);
    await citizen.call('POST', `/api/conversations/${(first?.body as { id: string }).id}/close`, {});
    expect(journal.violations).toEqual([]);
  });

  it('keeps every acknowledged message and completion, once and in order, and ends every instance', async () => {
    const said: string[] = [];
    const seed = Date.now() % 1_000_000;
    const say = (line: string): void => void said.push(line);
    const { journal, faults } = await runFaults(product, { rounds: ROUNDS, seed, citizens: 4, say });
    expect({ said, faults }).toEqual({ said, faults: [] });
    expect(journal.messages.length).toBeGreaterThan(0);
    expect(journal.completions.length).toBeGreaterThan(0);
  });
});
