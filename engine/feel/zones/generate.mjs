// Makes `table.ts` from a tzdata installation: node engine/feel/zones/generate.mjs [/usr/share/zoneinfo]
// A line a zone (RFC 8536): names ; offsets in seconds ; which of them holds after each change ; distances of the
// changes since 1970 in half minutes ; rule for the years after the last one. Numbers are in base 36.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = process.argv[2] ?? '/usr/share/zoneinfo';
const UNIT = 30;
/** Up to here tzdata writes out the changes that a rule makes. */
const LAST_YEAR = 2037;

function zoneFiles(folder = '') {
  return readdirSync(path.join(root, folder)).flatMap((name) => {
    const file = path.posix.join(folder, name);
    if (/^(posix|right|localtime|posixrules|Factory)$/.test(file)) return [];
    if (statSync(path.join(root, file)).isDirectory()) return zoneFiles(file);
    return readFileSync(path.join(root, file)).toString('latin1', 0, 4) === 'TZif' ? [file] : [];
  });
}

/** Changes as [epoch second, offset], the offset before them, and the POSIX rule. */
function readZone(file) {
  const bytes = readFileSync(path.join(root, file));
  const counts = (at) => [20, 24, 28, 32, 36, 40].map((offset) => bytes.readUInt32BE(at + offset));
  const [gmt, std, leaps, times, types, letters] = counts(0);
  const second = 44 + times * 5 + types * 6 + letters + leaps * 8 + std + gmt;
  const [gmt2, std2, leaps2, times2, types2, letters2] = counts(second);
  const timesAt = second + 44;
  const typesAt = timesAt + times2 * 9;
  const offset = (index) => bytes.readInt32BE(typesAt + index * 6);
  const footer = bytes.toString('latin1', typesAt + types2 * 6 + letters2 + leaps2 * 12 + std2 + gmt2).trim();
  const changes = Array.from({ length: times2 }, (_, index) => [
    Number(bytes.readBigInt64BE(timesAt + index * 8)),
    offset(bytes[timesAt + times2 * 8 + index]),
  ]);
  return { first: offset(0), changes, rule: readRule(footer) };
}

function readRule(footer) {
  const name = '(?:<[^>]+>|[A-Za-z]+)';
  const match = new RegExp(
    `^${name}(-?[\\d:]+)(?:${name}(-?[\\d:]+)?,M([\\d.]+)(?:/([-\\d:]+))?,M([\\d.]+)(?:/([-\\d:]+))?)?$`,
  ).exec(footer);
  if (!match) throw new Error(`Expected a rule of months, weeks and weekdays, but got '${footer}'`);
  const standard = -seconds(match[1]);
  if (!match[3]) return { standard };
  const change = (day, time) => [...day.split('.').map(Number), time === undefined ? 7200 : seconds(time)];
  const daylight = match[2] === undefined ? standard + 3600 : -seconds(match[2]);
  return { standard, daylight, from: change(match[3], match[4]), to: change(match[5], match[6]) };
}

function seconds(text) {
  const [hours, minutes = 0, rest = 0] = text.replace('-', '').split(':').map(Number);
  return (hours * 3600 + minutes * 60 + rest) * (text.startsWith('-') ? -1 : 1);
}

function changesOfRule({ standard, daylight, from, to }) {
  if (daylight === undefined) return [];
  const at = ([month, week, weekday, time], year, offset) => {
    const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
    const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
    let day = 1 + ((weekday - first + 7) % 7) + (week - 1) * 7;
    while (day > days) day -= 7;
    return Date.UTC(year, month - 1, day) / 1000 + time - offset;
  };
  const years = Array.from({ length: LAST_YEAR - 1969 }, (_, index) => 1970 + index);
  return years.flatMap((year) => [`${at(from, year, standard)} ${daylight}`, `${at(to, year, daylight)} ${standard}`]);
}

function lineOf(file) {
  const { first, changes, rule } = readZone(file);
  const known = new Set(changesOfRule(rule));
  let offset = first;
  const kept = [];
  for (const [time, next] of changes) {
    if (next === offset) continue;
    if (time >= 0) kept.push([time, next, offset]);
    offset = next;
  }
  const start = kept[0]?.[2] ?? offset;
  const byRule = (change) => change !== undefined && known.has(`${change[0]} ${change[1]}`);
  // The first change that the rule makes stays: from there on the rule holds.
  while (byRule(kept.at(-1)) && byRule(kept.at(-2))) kept.pop();
  const offsets = [...new Set([start, ...kept.map(([, next]) => next)])];
  const base36 = (value) => {
    if (!Number.isInteger(value)) throw new Error(`Expected whole units in ${file}, but got ${value}`);
    return value.toString(36);
  };
  const distances = kept.map(([time], index) => base36((time - (kept[index - 1]?.[0] ?? 0)) / UNIT));
  const ends =
    rule.daylight === undefined
      ? []
      : [base36(rule.standard), base36(rule.daylight), ...rule.from.map(base36), ...rule.to.map(base36)];
  return [
    offsets.map(base36).join(' '),
    kept.map(([, next]) => base36(offsets.indexOf(next))).join(''),
    distances.join(' '),
    ends.join(' '),
  ].join(';');
}

const names = new Map();
for (const file of zoneFiles().sort()) {
  const line = lineOf(file);
  names.set(line, [...(names.get(line) ?? []), file]);
}
const version = /version (\S+)/.exec(readFileSync(path.join(root, 'tzdata.zi'), 'latin1'))?.[1] ?? 'unknown';
const lines = [...names].map(([line, zones]) => `${zones.join(' ')};${line}`);
writeFileSync(
  path.join(import.meta.dirname, 'table.ts'),
  `/** The IANA time zones of tzdata ${version} since 1970, made by \`generate.mjs\`, which says how a line is read. */\nexport const ZONES = \`\n${lines.join('\n')}\n\`;\n`,
);
console.log(`${names.size} zones of ${[...names.values()].flat().length} names, tzdata ${version}`);
