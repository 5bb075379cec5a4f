import { compareValues, isEqual } from '../values/compare';
import { deeper, spendItems, spendText } from '../values/meter';
import { contextOf, entryOf, isContext, toJson, valueText, type FeelContext, type FeelValue } from '../values/value';
import { anything, builtIn, context, list, signature, text, variadic, type BuiltIns } from './define';

function keyOf(entry: FeelContext): FeelValue {
  return entryOf(entry, 'key') ?? null;
}

/** Entries `{key, value}` to a context; null where one is no entry or a key comes twice. */
function fromEntries(entries: FeelValue[]): FeelValue {
  const result = contextOf([]);
  for (const entry of entries) {
    if (!isContext(entry)) return null;
    const [key, value] = [keyOf(entry), entryOf(entry, 'value')];
    if (typeof key !== 'string' || value === undefined || Object.hasOwn(result, key)) return null;
    result[key] = value;
  }
  return result;
}

/** A context with another entry, at the end of a path of keys. */
function put(target: FeelContext, path: readonly string[], value: FeelValue, level = 0): FeelValue {
  const key = path[level];
  if (key === undefined) return null;
  spendItems(Object.keys(target).length * 5);
  if (level === path.length - 1) return contextOf([...Object.entries(target), [key, value]]);
  const inner = entryOf(target, key) ?? contextOf([]);
  if (!isContext(inner)) return null;
  const changed = put(inner, path, value, deeper(level));
  return changed === null ? null : contextOf([...Object.entries(target), [key, changed]]);
}

function merge(contexts: readonly FeelContext[]): FeelValue {
  for (const each of contexts) spendItems(Object.keys(each).length * 5);
  return contextOf(contexts.flatMap((each) => Object.entries(each)));
}

const keysOnly = (values: FeelValue[]): string[] | null => {
  const keys = values.filter((value) => typeof value === 'string');
  return keys.length === values.length ? keys : null;
};

export const CONTEXTS: BuiltIns = [
  builtIn(
    'get value',
    signature({ m: context, key: text }, ({ m, key }) => entryOf(m, key) ?? null),
    signature({ context, key: text }, (values) => entryOf(values.context, values.key) ?? null),
    signature({ context, keys: list }, (values) =>
      values.keys.reduce<FeelValue>(
        (inner, key) => (isContext(inner) && typeof key === 'string' ? (entryOf(inner, key) ?? null) : null),
        values.context,
      ),
    ),
  ),
  builtIn(
    'get entries',
    signature({ m: context }, ({ m }, evaluation) => {
      evaluation.makeList(Object.keys(m).length * 15);
      return Object.entries(m).map(([key, value]) =>
        contextOf([
          ['key', key],
          ['value', value ?? null],
        ]),
      );
    }),
  ),
  builtIn(
    'context',
    signature({ entries: list }, ({ entries }, evaluation) => {
      evaluation.makeList(entries.length * 5);
      return fromEntries(entries);
    }),
  ),
  builtIn(
    'context put',
    signature({ context, key: text, value: anything }, ({ key, value, ...values }) =>
      put(values.context, [key], value),
    ),
    signature({ context, keys: list, value: anything }, ({ keys, value, ...values }) => {
      const path = keysOnly(keys);
      return path && put(values.context, path, value);
    }),
  ),
  builtIn(
    'context merge',
    signature({ contexts: list }, ({ contexts }, evaluation) => {
      evaluation.charge(contexts.length);
      return contexts.every(isContext) ? merge(contexts) : null;
    }),
    variadic(context, merge),
  ),
  builtIn(
    'put',
    signature({ context, key: text, value: anything }, ({ key, value, ...values }) =>
      put(values.context, [key], value),
    ),
  ),
  builtIn('put all', variadic(context, merge)),
  builtIn(
    'is defined',
    signature({ value: anything }, ({ value }) => value !== null),
  ),
  builtIn(
    'get or else',
    signature({ value: anything, default: anything }, (values) => values.value ?? values.default),
  ),
  builtIn(
    'assert',
    signature({ value: anything, condition: anything }, ({ value, condition }, evaluation) =>
      condition === true
        ? value
        : evaluation.warn('assertion_failed', 'Expected the condition of an assertion to hold, but it does not'),
    ),
    signature({ value: anything, condition: anything, cause: text }, ({ value, condition, cause }, evaluation) =>
      condition === true ? value : evaluation.warn('assertion_failed', cause),
    ),
  ),
  builtIn(
    'to json',
    signature({ value: anything }, ({ value }) => {
      const json = JSON.stringify(toJson(value));
      spendText(json.length);
      return json;
    }),
  ),
  builtIn(
    'from json',
    signature({ value: text }, ({ value }, evaluation) => {
      spendItems(value.length);
      try {
        return JSON.parse(value) as FeelValue;
      } catch {
        return evaluation.warn('invalid_arguments', 'Expected JSON');
      }
    }),
  ),
  builtIn(
    'is',
    signature({ value1: anything, value2: anything }, ({ value1, value2 }) => isSame(value1, value2)),
  ),
];

/** `is`: the same value in the same representation, so that an equal time of another offset is not the same. */
function isSame(left: FeelValue, right: FeelValue): boolean {
  return isEqual(left, right) && (compareValues(left, right) === null || valueText(left) === valueText(right));
}
