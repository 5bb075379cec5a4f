// `npm run traceability [-- --write]`: plays every scenario and prints, for each requirement, the elements that completed,
// the evidence that was stored and the tests that name it; --write makes docs/procedure.md of it. Fails on an id without.
import { spawn } from 'node:child_process';
import path from 'node:path';

const hook = path.resolve(import.meta.dirname, '../support/swc.cjs');
const file = path.join(import.meta.dirname, 'trace.ts');
const child = spawn(process.execPath, ['-r', hook, file, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => (process.exitCode = code ?? 1));
