import type { Program } from '../engine';

/** More programs than a worker meets at once; the one that was not used for longest is forgotten first. */
const MOST_PROGRAMS = 200;

const decoded: { bytes: Uint8Array; program: Program }[] = [];
const encoded = new WeakMap<Program, Uint8Array>();

/** A program as it travels to its workflow: JSON in UTF-8, an argument of its own. */
export function encodeProgram(program: Program): Uint8Array {
  let bytes = encoded.get(program);
  if (!bytes) {
    bytes = new TextEncoder().encode(JSON.stringify(program));
    encoded.set(program, bytes);
  }
  return bytes;
}

/**
 * The program of these bytes. The same bytes give the same object, frozen: in the workflow bundle this module is
 * preloaded, so that all instances of a worker share one program and the closures made from it.
 */
export function decodeProgram(bytes: Uint8Array): Program {
  const index = decoded.findIndex((entry) => isEqual(entry.bytes, bytes));
  const [known = parse(bytes)] = index < 0 ? [] : decoded.splice(index, 1);
  decoded.unshift(known);
  if (decoded.length > MOST_PROGRAMS) decoded.pop();
  return known.program;
}

function parse(given: Uint8Array): { bytes: Uint8Array; program: Program } {
  // Copied: what is given may be a view into the whole message that brought it.
  const bytes = given.slice();
  const program = JSON.parse(new TextDecoder().decode(bytes)) as Program;
  freeze(program);
  encoded.set(program, bytes);
  return { bytes, program };
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  Object.values(Object.freeze(value)).forEach(freeze);
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false;
  return true;
}
