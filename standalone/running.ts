import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Addresses and secret of the `npm start` that runs on this machine, for settings that aren't given. */
export function ofRunningStandalone(): Record<string, string> {
  const folder = path.resolve(process.env.CAUCE_DATA_DIR ?? '.cauce');
  const read = (name: string): Record<string, string> => {
    const file = path.join(folder, name);
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
  };
  const { mongodbUri, temporalAddress } = read('services.json');
  const { secret } = read('secrets.json');
  const found = { MONGODB_URI: mongodbUri, TEMPORAL_ADDRESS: temporalAddress, CAUCE_SECRET: secret };
  return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
