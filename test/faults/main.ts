import { parseArgs } from 'node:util';
import { startProduct } from '../support/product';
import { runFaults } from './faults';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { rounds: { type: 'string' }, seed: { type: 'string' }, citizens: { type: 'string' } },
  });
  const product = await startProduct();
  try {
    const { faults } = await runFaults(product, {
      rounds: Number(values.rounds ?? 20),
      seed: Number(values.seed ?? Date.now() % 1_000_000),
      citizens: Number(values.citizens ?? 6),
      say: (line) => console.log(line),
    });
    console.log(faults.length === 0 ? 'nothing lost, nothing twice' : `${faults.length} promises broken`);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await product.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
