import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);

/**
 * Every setting of the API and the worker, read from the environment and from nowhere else. `npm start` fills in what it
 * starts or makes itself (`standalone` says which); in production a value without default must be given.
 * docs/settings.md is made from this schema.
 */
export const settingsSchema = z
  .strictObject({
    NODE_ENV: z
      .enum(['development', 'test', 'production'])
      .default('development')
      .meta({ description: 'In `production` no demo account, no development outbox and no default secret exists.' }),
    PORT: port.default(8080).meta({ description: 'Port of the API, the screens and the sockets.' }),
    HOST: z
      .string()
      .default('127.0.0.1')
      .meta({ description: 'Address to listen on; `0.0.0.0` to be reached from other machines.' }),
    PUBLIC_URL: z
      .url({ protocol: /^https?$/ })
      .optional()
      .meta({
        description:
          'Address that people use, e.g. `https://chat.entidad.gov.co`. With https, session cookies are `Secure` and `__Host-`. Links in mails start with it.',
        standalone: '`http://localhost:PORT`',
      }),
    EMBED_ORIGINS: z
      .string()
      .regex(/^(https?:\/\/[\w.:-]+(\s+|$))*$/, 'Expected origins separated by spaces, e.g. https://www.entidad.gov.co')
      .optional()
      .meta({ description: 'Sites that may show the chat by its widget: origins separated by spaces.' }),
    TRUST_PROXY: z.coerce
      .number()
      .int()
      .min(0)
      .default(0)
      .meta({ description: 'How many reverse proxies stand in front: the client address is read that far back.' }),
    CAUCE_DATA_DIR: z
      .string()
      .default('.cauce')
      .meta({ description: 'Folder of everything that `npm start` keeps: databases, secrets, logs.' }),
    MONGODB_URI: z
      .string()
      .regex(/^mongodb(\+srv)?:\/\//, 'Expected a connection string that starts with mongodb://')
      .meta({
        description:
          'The document store, a replica set. `retryWrites=false&w=majority&journal=true` is set by the code.',
        standalone: 'a store on a free port',
      }),
    MONGODB_DATABASE: z.string().default('cauce').meta({ description: 'Name of the database.' }),
    TEMPORAL_ADDRESS: z
      .string()
      .regex(/^[^\s/]+:\d+$/, 'Expected host:port')
      .meta({ description: 'Temporal frontend, `host:port`.', standalone: 'a development server on a free port' }),
    TEMPORAL_NAMESPACE: z.string().default('default').meta({ description: 'Temporal namespace; it must exist.' }),
    TEMPORAL_RETENTION_DAYS: z.coerce
      .number()
      .int()
      .min(1)
      .max(365)
      .default(30)
      .meta({ description: 'Days that Temporal keeps closed workflows; set on the namespace at start-up.' }),
    CAUCE_SECRET: z.string().min(32).meta({
      description:
        'Key material (32 characters or more) of the payload codec, the field encryption and the keyed hashes. Whoever loses it loses the encrypted data.',
      standalone: 'made once, kept in `CAUCE_DATA_DIR/secrets.json`',
    }),
    CAUCE_DEMO_PASSWORD: z.string().min(12).max(128).optional().meta({
      description: 'Password of the demo accounts; refused in production.',
      standalone: 'random, printed, kept in `CAUCE_DATA_DIR/secrets.json`',
    }),
    CAUCE_WORKER_HEALTH_PORT: port
      .default(8081)
      .meta({ description: 'Port of the worker: `GET /` answers 200 while it polls and the store answers.' }),
    SMTP_URL: z
      .string()
      .regex(/^smtps?:\/\//, 'Expected smtp:// or smtps://')
      .optional()
      .meta({ description: 'Mail server. Without it mails stay in the outbox, which has a page in development.' }),
    MAIL_FROM: z.string().default('Cauce <no-responder@localhost>').meta({ description: 'Sender of all mails.' }),
    EXTERNAL_CALL_SECRET: z.string().min(32).optional().meta({
      description:
        'Key of the HMAC signatures of calls to external procedures; needed once the catalogue `external-procedures` names an endpoint.',
    }),
    RATE_LIMITS: z
      .enum(['on', 'off'])
      .default('on')
      .meta({ description: '`off` lifts the limits of requests per client; refused in production.' }),
    LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
      .default('info')
      .meta({ description: 'Least level that is logged (JSON lines on standard output).' }),
  })
  .superRefine((settings, context) => {
    if (settings.NODE_ENV !== 'production') return;
    const refuse = (name: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [name], message: `${message} in production` });
    if (settings.CAUCE_DEMO_PASSWORD) refuse('CAUCE_DEMO_PASSWORD', 'Expected no demo password');
    if (settings.RATE_LIMITS === 'off') refuse('RATE_LIMITS', 'Expected on');
    if (!settings.PUBLIC_URL) refuse('PUBLIC_URL', 'Expected a value');
  });

/** The validated settings of one process, under the names of the environment variables. */
export type Settings = z.infer<typeof settingsSchema>;

/** The environment does not fit the schema; the message has one line a setting. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Reads the settings from an environment. An empty variable counts as not set (compose files pass those).
 * @throws SettingsError naming every setting that does not fit
 */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const given = Object.keys(settingsSchema.shape).flatMap((name) => (env[name] ? [[name, env[name]] as const] : []));
  const result = settingsSchema.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new SettingsError(`The settings do not fit (docs/settings.md):\n${lines.join('\n')}`);
}

/** The origin that people use: `PUBLIC_URL`, else this machine's own address. Without a trailing slash. */
export function publicUrl(settings: Pick<Settings, 'PUBLIC_URL' | 'PORT'>): string {
  return (settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).replace(/\/$/, '');
}
