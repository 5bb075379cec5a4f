/**
 * Keys are decimal strings below 2^63: 13 digits of instance (leased from a counter) and 6 digits of
 * element sequence. Sequence 0 is the process instance itself, so any key leads to its instance.
 */
export const SEQUENCE_DIGITS = 6;

/** First instance number that the counter leases: keys have 19 digits from the start and sort as strings. */
export const FIRST_INSTANCE_NUMBER = 2_251_799_813_685;

export function instanceKey(instanceNumber: number): string {
  return elementKey(String(instanceNumber), 0);
}

/** The key of the `sequence`-th thing (element instance, task, job, timer, incident…) of an instance. */
export function elementKey(instanceNumber: string, sequence: number): string {
  if (sequence >= 10 ** SEQUENCE_DIGITS) throw new RangeError(`Expected a sequence below 10^6, but got ${sequence}`);
  return instanceNumber + String(sequence).padStart(SEQUENCE_DIGITS, '0');
}

/** The 13 digits that every key of an instance starts with. */
export function instanceNumberOf(key: string): string {
  return key.slice(0, -SEQUENCE_DIGITS);
}

/** The key of the process instance that owns `key`. */
export function processInstanceKeyOf(key: string): string {
  return elementKey(instanceNumberOf(key), 0);
}

export function isKey(text: string): boolean {
  return /^[1-9]\d{0,18}$/.test(text);
}
