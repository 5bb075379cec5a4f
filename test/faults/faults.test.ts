import { startProduct, type Product } from '../support/product';
import { runFaults } from './faults';

jest.setTimeout(400_000);

describe('the product under kill -9', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.stop());

  it('keeps every acknowledged message and completion, once and in order, and ends every instance', async () => {
    const said: string[] = [];
    const seed = Date.now() % 1_000_000;
    const { journal, faults } = await runFaults(product, {
      rounds: 3,
      seed,
      citizens: 4,
      say: (line) => said.push(line),
    });
    expect({ said, faults }).toEqual({ said, faults: [] });
    expect(journal.messages.length).toBeGreaterThan(0);
    expect(journal.completions.length).toBeGreaterThan(0);
  });
});
