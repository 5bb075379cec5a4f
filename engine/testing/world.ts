import type { Variables } from '../../protocol/json';
import type { Run } from './run';

/** A Monday, 8:00 in Bogotá. */
export const START_TIME = Date.UTC(2026, 1, 2, 13);

interface Planned {
  at: number;
  action: () => void;
}

/** What several instances share: the virtual clock, and what happens on it, one thing after another. */
export class World {
  now = START_TIME;
  readonly runs: Run[] = [];
  private readonly planned: Planned[] = [];

  /** Plans something for a time, after all that is planned for it already. */
  later(at: number, action: () => void): void {
    const index = this.planned.findIndex((other) => other.at > at);
    this.planned.splice(index === -1 ? this.planned.length : index, 0, { at, action });
  }

  /** Lets time pass: timers and what is planned happen in order, each at its own time. */
  advanceTo(until: number): void {
    for (let next = this.next(until); next; next = this.next(until)) {
      this.now = Math.max(this.now, next.at);
      next.action();
    }
    this.now = until;
  }

  private next(until: number): Planned | undefined {
    const timers = this.runs.flatMap((run) =>
      Object.values(run.execution.timers).map(({ key, dueAt }) => ({ run, key, at: dueAt })),
    );
    const timer = timers.sort((one, other) => one.at - other.at || (one.key < other.key ? -1 : 1))[0];
    const planned = this.planned[0];
    if (planned && planned.at <= until && (!timer || planned.at <= timer.at)) return this.planned.shift();
    if (!timer || timer.at > until) return undefined;
    return { at: timer.at, action: () => timer.run.feed({ type: 'fireTimer', timerKey: timer.key }) };
  }

  /** Gives a message to the first that waits for it; false when nobody does. */
  publish(messageName: string, correlationKey: string, variables: Variables): boolean {
    for (const run of this.runs) {
      const waits = Object.values(run.execution.subscriptions);
      if (!waits.some((open) => open.messageName === messageName && open.correlationKey === correlationKey)) continue;
      run.publish(messageName, variables, correlationKey);
      return true;
    }
    return false;
  }
}
