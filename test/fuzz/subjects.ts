import { engine } from './engine';
import { feel } from './feel';
import type { FuzzSubject } from './subject';

/** What `npm run fuzz -- NAME` knows. */
export const SUBJECTS: Readonly<Record<string, FuzzSubject>> = { feel, engine };
