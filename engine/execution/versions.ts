/**
 * Behaviour switches of the engine. An execution keeps the version that it was created under and is raised only at
 * continue-as-new, so a replayed history always meets the behaviour that wrote it. A change of behaviour adds a row
 * here (number, reason, since) and asks `execution.engineVersion >= number` at the one place that differs.
 */
export const ENGINE_VERSIONS = [
  { number: 1, reason: 'first behaviour', since: '0.1.0' },
  { number: 2, reason: 'the conditions that flows were chosen by are recorded', since: '0.1.0' },
  { number: 3, reason: 'a decision that fails is recorded as far as it got', since: '0.1.0' },
] as const;

/** The version since which `conditions.evaluated` is told. */
export const TELLS_CONDITIONS = 2;

/** The version since which `decision.failed` is told. */
export const TELLS_FAILED_DECISIONS = 3;

export const ENGINE_VERSION: number = ENGINE_VERSIONS[ENGINE_VERSIONS.length - 1]?.number ?? 1;
