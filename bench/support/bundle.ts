import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

/** What a file and all that it imports weigh, minified. */
export async function bundledBytes(entry: string): Promise<{ bytes: number; gzipped: number }> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: path.resolve(__dirname, '../..', entry), formats: ['cjs'], fileName: 'bundle' },
    },
  });
  const outputs = [result].flat().flatMap((each) => ('output' in each ? each.output : []));
  const code = outputs.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('');
  return { bytes: Buffer.byteLength(code), gzipped: gzipSync(code).length };
}
