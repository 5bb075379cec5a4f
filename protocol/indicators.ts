/** What an indicator gave for a period. */
export interface Figure {
  id: string;
  label: string;
  unit: string;
  /** null where nothing could be counted. */
  value: number | null;
  target: number | null;
  /** Whether the target is the least or the most that is good. */
  better: 'higher' | 'lower';
  /** Does the value meet the target? null without one of them. */
  isMet: boolean | null;
  /** The same indicator for the period before. */
  previous: number | null;
  trend: 'up' | 'down' | 'same' | null;
  /** How many rows stand behind the value. */
  rows: number;
}
