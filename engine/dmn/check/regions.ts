import { compareValues } from '../../feel/values/compare';
import { decimal, isNumber, normalize, type FeelNumber } from '../../feel/values/number';
import { DayTimeDuration, FeelDate, FeelDateTime, FeelTime, YearMonthDuration } from '../../feel/values/temporal';
import { literalText, valueText, type FeelValue } from '../../feel/values/value';
import type { Constant } from './constants';

/** Values of a column for which each of its tests answers alike: one of them, and how a message names them. */
export interface Region {
  sample: FeelValue;
  text: string;
}

/** How values of one ordered kind lie beside each other; null where nothing lies there. */
interface Kind {
  name: string;
  is: (value: FeelValue) => boolean;
  below: (value: FeelValue) => FeelValue;
  above: (value: FeelValue) => FeelValue;
  between: (low: FeelValue, high: FeelValue) => FeelValue;
}

function kindOf<T extends FeelValue>(
  name: string,
  is: (value: FeelValue) => value is T,
  move: { below: (value: T) => FeelValue; above: (value: T) => FeelValue; between: (low: T, high: T) => FeelValue },
): Kind {
  return {
    name,
    is,
    below: (value) => (is(value) ? move.below(value) : null),
    above: (value) => (is(value) ? move.above(value) : null),
    between: (low, high) => (is(low) && is(high) ? move.between(low, high) : null),
  };
}

const SECOND = 1_000_000_000n;
const LAST_NANO = 86_400 * 1_000_000_000 - 1;

const KINDS: readonly Kind[] = [
  kindOf('number', (value): value is FeelNumber => isNumber(value), {
    below: (value) => normalize(decimal(value).minus(1)),
    above: (value) => normalize(decimal(value).plus(1)),
    between: (low, high) => normalize(decimal(low).plus(high).div(2)),
  }),
  kindOf('date', (value): value is FeelDate => value instanceof FeelDate, {
    below: ({ epochDay }) => new FeelDate(epochDay - 1),
    above: ({ epochDay }) => new FeelDate(epochDay + 1),
    between: (low, high) => (high.epochDay - low.epochDay > 1 ? new FeelDate(low.epochDay + 1) : null),
  }),
  kindOf('date and time', (value): value is FeelDateTime => value instanceof FeelDateTime, {
    below: (value) => value.plus(-SECOND),
    above: (value) => value.plus(SECOND),
    between: (low, high) => low.plus((high.instant() - low.instant()) / 2n),
  }),
  kindOf('time', (value): value is FeelTime => value instanceof FeelTime, {
    below: ({ nanoOfDay, offset }) => (nanoOfDay > 0 ? new FeelTime(0, offset) : null),
    above: ({ nanoOfDay, offset }) => (nanoOfDay < LAST_NANO ? new FeelTime(LAST_NANO, offset) : null),
    between: (low, high) => new FeelTime(Math.floor((low.nanoOfDay + high.nanoOfDay) / 2), low.offset),
  }),
  kindOf('days and time duration', (value): value is DayTimeDuration => value instanceof DayTimeDuration, {
    below: ({ nanos }) => new DayTimeDuration(nanos - SECOND),
    above: ({ nanos }) => new DayTimeDuration(nanos + SECOND),
    between: (low, high) => new DayTimeDuration((low.nanos + high.nanos) / 2n),
  }),
  kindOf('years and months duration', (value): value is YearMonthDuration => value instanceof YearMonthDuration, {
    below: ({ months }) => new YearMonthDuration(months - 1),
    above: ({ months }) => new YearMonthDuration(months + 1),
    between: (low, high) => (high.months - low.months > 1 ? new YearMonthDuration(low.months + 1) : null),
  }),
];

/** The name of a constant's type as a model declares it; undefined of lists, contexts and functions. */
export function typeNameOf(value: FeelValue): string | undefined {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'string') return 'string';
  return KINDS.find(({ is }) => is(value))?.name;
}

/**
 * Cuts a column's values at its constants. Undefined where that can't be done: constants of several types, texts that
 * are ordered, dates with and without a zone.
 */
export function regionsOf(constants: readonly Constant[], type: string | undefined): Region[] | undefined {
  const names = new Set(constants.map(({ value }) => typeNameOf(value)));
  const [name = type] = names;
  if (names.size > 1) return undefined;
  if (name === 'boolean') return [true, false].map((sample) => ({ sample, text: String(sample) }));
  if (name === 'string') return textRegions(constants);
  const kind = KINDS.find((each) => each.name === name);
  if (!kind) return constants.length === 0 ? [{ sample: null, text: 'anything' }] : undefined;
  return orderedRegions(
    constants.map(({ value }) => value),
    kind,
  );
}

function textRegions(constants: readonly Constant[]): Region[] | undefined {
  if (constants.some(({ ordered }) => ordered)) return undefined;
  const texts = [...new Set(constants.map(({ value }) => valueText(value)))];
  const other = `${texts.join('')}_`;
  return [
    ...texts.map((sample) => ({ sample, text: literalText(sample) })),
    { sample: other, text: texts.length === 0 ? 'any text' : 'another text' },
  ];
}

function orderedRegions(values: readonly FeelValue[], kind: Kind): Region[] | undefined {
  if (values.some((value) => compareValues(value, values[0] ?? null) === null)) return undefined;
  const sorted = [...values].sort((left, right) => compareValues(left, right) ?? 0);
  const cuts = sorted.filter((value, index) => index === 0 || compareValues(value, sorted[index - 1] ?? null) !== 0);
  const regions: Region[] = [];
  const add = (sample: FeelValue, text: string): void => {
    if (sample !== null) regions.push({ sample, text });
  };
  cuts.forEach((cut, index) => {
    const before = cuts[index - 1];
    if (before === undefined) add(kind.below(cut), `less than ${literalText(cut)}`);
    else add(kind.between(before, cut), `between ${literalText(before)} and ${literalText(cut)}`);
    add(cut, literalText(cut));
  });
  const last = cuts.at(-1);
  if (last !== undefined) add(kind.above(last), `more than ${literalText(last)}`);
  return regions.length > 0 ? regions : [{ sample: null, text: 'anything' }];
}
