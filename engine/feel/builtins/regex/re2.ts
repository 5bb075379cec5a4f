import { RE2JS } from 're2js';

/** Compiles what RE2 understands; null where it does not. */
export function compileRe2(translated: string, flags: string): RE2JS | null {
  let options = 0;
  if (flags.includes('i')) options |= RE2JS.CASE_INSENSITIVE;
  if (flags.includes('s')) options |= RE2JS.DOTALL;
  if (flags.includes('m')) options |= RE2JS.MULTILINE;
  try {
    return RE2JS.compile(translated, options);
  } catch {
    return null;
  }
}
