/** `npm run faults -- [--rounds 20] [--seed N] [--citizens 6]`: kills every process of the product under load. */
import { spawn } from 'node:child_process';
import path from 'node:path';

const hook = path.resolve(import.meta.dirname, '../support/swc.cjs');
const args = ['-r', hook, path.join(import.meta.dirname, 'main.ts'), ...process.argv.slice(2)];
const child = spawn(process.execPath, args, { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => (process.exitCode = code ?? 1));
