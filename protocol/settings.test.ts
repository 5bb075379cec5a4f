import { publicUrl, readSettings } from './settings';

const needed = { MONGODB_URI: 'mongodb://db/', TEMPORAL_ADDRESS: 'temporal:7233', CAUCE_SECRET: 'x'.repeat(32) };

it('fills in defaults, reads numbers and takes an empty variable as not set', () => {
  const settings = readSettings({ ...needed, PORT: '9000', SMTP_URL: '', PATH: '/bin' });
  expect(settings).toMatchObject({ PORT: 9000, TEMPORAL_NAMESPACE: 'default', RATE_LIMITS: 'on' });
  expect(settings.SMTP_URL).toBeUndefined();
  expect(publicUrl(settings)).toBe('http://localhost:9000');
});

it('names every setting that does not fit', () => {
  expect(() => readSettings({ PORT: 'x', CAUCE_SECRET: 'short', TEMPORAL_ADDRESS: 'nowhere' })).toThrow(
    /PORT[^]*MONGODB_URI[^]*TEMPORAL_ADDRESS: Expected host:port[^]*CAUCE_SECRET/,
  );
});

it('refuses conveniences of development in production', () => {
  const production = { ...needed, NODE_ENV: 'production', RATE_LIMITS: 'off', CAUCE_DEMO_PASSWORD: 'y'.repeat(12) };
  expect(() => readSettings(production)).toThrow(/CAUCE_DEMO_PASSWORD[^]*RATE_LIMITS[^]*PUBLIC_URL/);
});
