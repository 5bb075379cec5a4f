import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What the run-time door loads, directly or through others: files of ours and packages. */
function loadedBy(entry: string): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const pending = [entry];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export) (?!type )[^;]*?from '([^']+)'/gm,
    )) {
      if (name.startsWith('.')) pending.push(resolved(path.resolve(path.dirname(file), name)));
      else packages.add(name);
    }
  }
  return { files, packages };
}

function resolved(base: string): string {
  const found = [`${base}.ts`, path.join(base, 'index.ts')].find((file) => {
    try {
      return readFileSync(file, 'utf8') !== '';
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error(`Expected a file for ${base}, but there is none`);
  return found;
}

describe('the run-time door', () => {
  const { files, packages } = loadedBy(path.resolve(__dirname, 'index.ts'));

  it('loads no parser, no node builtin and no package but numbers and regular expressions', () => {
    expect([...packages].sort()).toEqual(['decimal.js', 're2js']);
    expect(
      [...files].filter((file) => /\/(model\/(?!definition)|feel\/(parse|grammar)|dmn\/parse|testing\/)/.test(file)),
    ).toEqual([]);
  });

  it('asks no host for time, chance or zone', () => {
    const asking = [...files].filter((file) =>
      /\b(Date\.now|new Date\(\)|Math\.random|Intl\.|process\.env)/.test(readFileSync(file, 'utf8')),
    );
    expect(asking.map((file) => path.relative(__dirname, file))).toEqual([]);
  });
});
