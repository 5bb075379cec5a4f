import { dateText, twoDigits } from './days';
import { zoneOffset, zoneOffsetAt } from '../zones';

export const NANOS = 1_000_000_000;
export const DAY_NANOS = 86_400 * NANOS;

/** Base of every FEEL value that is neither JSON nor a number. */
export abstract class FeelObject {
  abstract toString(): string;
}

/** Offset in seconds, or a named zone that gives it, or neither: local. */
export interface Offset {
  seconds: number;
  zone?: string;
}

export class FeelDate extends FeelObject {
  constructor(readonly epochDay: number) {
    super();
  }

  toString(): string {
    return dateText(this.epochDay);
  }
}

export class FeelTime extends FeelObject {
  constructor(
    readonly nanoOfDay: number,
    readonly offset: Offset | null,
  ) {
    super();
  }

  toString(): string {
    return timeText(this.nanoOfDay) + offsetText(this.offset);
  }
}

export class FeelDateTime extends FeelObject {
  constructor(
    readonly epochDay: number,
    readonly nanoOfDay: number,
    readonly offset: Offset | null,
  ) {
    super();
  }

  /** A local time of a named zone, with the offset that holds there and then. */
  static inZone(epochDay: number, nanoOfDay: number, zone: string): FeelDateTime {
    const seconds = zoneOffset(zone, epochDay, Math.floor(nanoOfDay / NANOS));
    return new FeelDateTime(epochDay, nanoOfDay, { seconds, zone });
  }

  /** What the clock of a named zone shows at a moment (nanoseconds from 1970). */
  static atInstant(instant: bigint, zone: string): FeelDateTime {
    const utc = splitInstant(instant);
    const seconds = zoneOffsetAt(zone, utc.epochDay * 86_400 + Math.floor(utc.nanoOfDay / NANOS));
    const { epochDay, nanoOfDay } = splitInstant(instant + BigInt(seconds) * BigInt(NANOS));
    return new FeelDateTime(epochDay, nanoOfDay, { seconds, zone });
  }

  /** Nanoseconds from 1970; a local value counts as UTC. */
  instant(): bigint {
    return instantOf(this.epochDay, this.nanoOfDay - (this.offset?.seconds ?? 0) * NANOS);
  }

  /** Moves by an exact length; a named zone may change its offset on the way. */
  plus(nanos: bigint): FeelDateTime {
    if (this.offset?.zone) return FeelDateTime.atInstant(this.instant() + nanos, this.offset.zone);
    const { epochDay, nanoOfDay } = splitInstant(instantOf(this.epochDay, this.nanoOfDay) + nanos);
    return new FeelDateTime(epochDay, nanoOfDay, this.offset);
  }

  toString(): string {
    return `${dateText(this.epochDay)}T${timeText(this.nanoOfDay)}${offsetText(this.offset)}`;
  }
}

export class DayTimeDuration extends FeelObject {
  constructor(readonly nanos: bigint) {
    super();
  }

  toString(): string {
    const { days, hours, minutes, seconds, nanos } = durationParts(this.nanos < 0n ? -this.nanos : this.nanos);
    const exactSeconds = `${seconds}${fractionText(nanos)}`;
    const time = [
      hours ? `${hours}H` : '',
      minutes ? `${minutes}M` : '',
      exactSeconds === '0' ? '' : `${exactSeconds}S`,
    ].join('');
    if (!days && !time) return 'PT0S';
    return `${this.nanos < 0n ? '-' : ''}P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`;
  }
}

export class YearMonthDuration extends FeelObject {
  constructor(readonly months: number) {
    super();
  }

  toString(): string {
    const total = Math.abs(this.months);
    const [years, months] = [Math.floor(total / 12), total % 12];
    if (total === 0) return 'P0M';
    return `${this.months < 0 ? '-' : ''}P${years ? `${years}Y` : ''}${months ? `${months}M` : ''}`;
  }
}

export type Temporal = FeelDate | FeelTime | FeelDateTime;
export type Duration = DayTimeDuration | YearMonthDuration;

export function instantOf(epochDay: number, nanoOfDay: number): bigint {
  return BigInt(epochDay) * BigInt(DAY_NANOS) + BigInt(nanoOfDay);
}

export function splitInstant(instant: bigint): { epochDay: number; nanoOfDay: number } {
  const day = BigInt(DAY_NANOS);
  const rest = ((instant % day) + day) % day;
  return { epochDay: Number((instant - rest) / day), nanoOfDay: Number(rest) };
}

/** Parts of a length; each carries the sign of the whole. */
export function durationParts(length: bigint): {
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
  nanos: number;
} {
  const second = BigInt(NANOS);
  const wholeSeconds = length / second;
  return {
    days: Number(wholeSeconds / 86_400n),
    hours: Number((wholeSeconds / 3600n) % 24n),
    minutes: Number((wholeSeconds / 60n) % 60n),
    seconds: Number(wholeSeconds % 60n),
    nanos: Number(length % second),
  };
}

function timeText(nanoOfDay: number): string {
  const seconds = Math.floor(nanoOfDay / NANOS);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map(twoDigits).join(':') + fractionText(nanoOfDay % NANOS);
}

function fractionText(nanos: number): string {
  return nanos === 0 ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`;
}

function offsetText(offset: Offset | null): string {
  if (!offset) return '';
  if (offset.zone) return offset.zone === 'Z' ? 'Z' : `@${offset.zone}`;
  if (offset.seconds === 0) return 'Z';
  const total = Math.abs(offset.seconds);
  const seconds = total % 60;
  const text = `${twoDigits(Math.floor(total / 3600))}:${twoDigits(Math.floor(total / 60) % 60)}`;
  return `${offset.seconds < 0 ? '-' : '+'}${text}${seconds ? `:${twoDigits(seconds)}` : ''}`;
}
