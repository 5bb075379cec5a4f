/** `npm run bench -- process|chat|feel|dmn|engine|report [arguments]`: runs one benchmark and prints its figures. */
import { spawn } from 'node:child_process';
import path from 'node:path';

const BENCHES = ['process', 'chat', 'feel', 'dmn', 'engine', 'report'];
const [name = '', ...rest] = process.argv.slice(2);
if (!BENCHES.includes(name)) {
  console.error(`Expected one of ${BENCHES.join(', ')}, but got '${name}'`);
  process.exit(1);
}
const hook = path.resolve(import.meta.dirname, '../test/support/swc.cjs');
const file = path.join(import.meta.dirname, `${name}.ts`);
const child = spawn(process.execPath, ['--expose-gc', '-r', hook, file, ...rest], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => (process.exitCode = code ?? 1));
