import { closeSync, existsSync, fstatSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

const LARGEST_BYTES = 10_000_000;

/** A log file that is renamed to `<file>.1` when it grows past 10 MB, so a service takes at most 20 MB. */
export function openRotatingLog(file) {
  let descriptor = openSync(file, 'a');
  let size = fstatSync(descriptor).size;
  const write = (chunk) => {
    if (size > LARGEST_BYTES) {
      closeSync(descriptor);
      renameSync(file, `${file}.1`);
      descriptor = openSync(file, 'a');
      size = 0;
    }
    size += writeSync(descriptor, chunk);
  };
  return {
    write,
    /** The last lines, for a message to a person. */
    tail: (lines = 8) =>
      existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : '',
    close: () => closeSync(descriptor),
  };
}
