import type { Path } from './types';

const FORBIDDEN = new Set(['__proto__', 'prototype', 'constructor']);

/** May this text be a step of a path? Names that reach into a prototype may not. */
export function isSafeKey(key: string): boolean {
  return key !== '' && !FORBIDDEN.has(key);
}

/** `a.b` → `['a', 'b']` */
export function parsePath(path: string | undefined): string[] {
  return (path ?? '').split('.').filter((key) => key !== '');
}

/** The value at a path, or undefined where the way ends. */
export function getAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

/**
 * A copy of `data` with `value` at `path`; what is missing on the way is made (a list where the next step is a number).
 * Throws for a name that reaches into a prototype.
 */
export function setAt<T>(data: T, path: Path, value: unknown): T {
  const [key, ...rest] = path;
  if (key === undefined) return value as T;
  if (!isSafeKey(String(key))) throw new Error(`Expected a data key, but got "${key}"`);
  if (typeof key === 'number') {
    const list: unknown[] = Array.isArray(data) ? [...(data as unknown[])] : [];
    list[key] = setAt(list[key], rest, value);
    return list as T;
  }
  const isRecord = typeof data === 'object' && data !== null && !Array.isArray(data);
  const record: Record<string, unknown> = isRecord ? { ...data } : {};
  record[key] = setAt(record[key], rest, value);
  return record as T;
}
