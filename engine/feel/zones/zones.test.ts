import { isZone, zoneOffset, zoneOffsetAt } from '.';

const HOUR = 3600;

/** What the host's own zone database says, for comparison. */
function hostOffset(zone: string, second: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  } as const).formatToParts(new Date(second * 1000));
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local / 1000 - second;
}

function local(text: string): [day: number, second: number] {
  const seconds = Date.parse(`${text}Z`) / 1000;
  return [Math.floor(seconds / 86_400), ((seconds % 86_400) + 86_400) % 86_400];
}

it.each([
  ...['America/Bogota', 'America/New_York', 'America/Sao_Paulo', 'America/Caracas', 'America/Mexico_City'],
  ...['Europe/Madrid', 'Europe/Dublin', 'Europe/London', 'Africa/Casablanca', 'Asia/Kathmandu', 'Asia/Gaza'],
  ...['Australia/Lord_Howe', 'Pacific/Apia', 'Pacific/Chatham', 'America/Godthab', 'Antarctica/Troll', 'Asia/Tehran'],
])('%s has the offsets of its history', (zone) => {
  for (let second = 12 * HOUR; second < Date.UTC(2024, 0) / 1000; second += 41 * 86_400 + 5 * HOUR) {
    expect([second, zoneOffsetAt(zone, second)]).toEqual([second, hostOffset(zone, second)]);
  }
});

it.each(['America/New_York', 'Europe/Madrid', 'Australia/Sydney', 'America/Santiago'])(
  '%s goes on by its rule',
  (zone) => {
    for (let second = Date.UTC(2040, 0) / 1000; second < Date.UTC(2050, 0) / 1000; second += 41 * 86_400) {
      expect([second, zoneOffsetAt(zone, second)]).toEqual([second, hostOffset(zone, second)]);
    }
  },
);

it('knows the summer time that Colombia had in 1992', () => {
  expect(zoneOffset('America/Bogota', ...local('1992-06-01T12:00:00'))).toBe(-4 * HOUR);
  expect(zoneOffset('America/Bogota', ...local('1993-06-01T12:00:00'))).toBe(-5 * HOUR);
});

it('takes the first of the hour that comes twice, and the offset before the hour that is left out', () => {
  expect(zoneOffset('America/New_York', ...local('2026-11-01T01:30:00'))).toBe(-4 * HOUR);
  expect(zoneOffset('America/New_York', ...local('2026-11-01T02:30:00'))).toBe(-5 * HOUR);
  expect(zoneOffset('America/New_York', ...local('2026-03-08T02:30:00'))).toBe(-5 * HOUR);
  expect(zoneOffset('America/New_York', ...local('2026-03-08T03:00:00'))).toBe(-4 * HOUR);
});

it('knows names and their older forms, and nothing else', () => {
  expect(['UTC', 'Z', 'Etc/GMT+5', 'US/Eastern', 'Asia/Kolkata', 'Asia/Calcutta'].filter(isZone)).toHaveLength(6);
  expect(['', 'bogota', 'America/bogota', 'America/Macondo', '__proto__'].filter(isZone)).toEqual([]);
});
