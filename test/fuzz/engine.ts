import { failureOfCase, randomCases, type RandomCase } from '../../engine/testing/random';
import type { FuzzSubject } from './subject';

/** Random processes over the elements of the registry: run, and run again with stop and restore after every step. */
export const engine: FuzzSubject<RandomCase> = { cases: randomCases, limitMs: 5_000, check: failureOfCase };
