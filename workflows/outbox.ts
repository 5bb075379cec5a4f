import { CancellationScope, proxyActivities } from '@temporalio/workflow';
import type { EngineActivities } from '../activities/types';
import type { ProjectResult } from '../protocol/workflow';
import type { InstanceMemory } from './memory';

/** Keeps a batch far below Temporal's 2 MB a payload and the store's transaction limit. */
const MAX_BATCH_ENTRIES = 200;

// Never gives up: what happened must reach the record. A lost attempt is noticed by its missing heartbeat.
const { project } = proxyActivities<Pick<EngineActivities, 'project'>>({
  startToCloseTimeout: '15s',
  heartbeatTimeout: '5s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '5s' },
});

/** Sends an instance's events to the store: one batch at a time, all that has piled up, in order. */
export class Outbox {
  private sending = false;
  /** What happened reaches the record even when the workflow itself is cancelled. */
  private readonly shield = new CancellationScope({ cancellable: false });

  constructor(
    private readonly memory: InstanceMemory,
    private readonly processInstanceKey: string,
    private readonly fail: (error: unknown) => void,
  ) {}

  get isEmpty(): boolean {
    return !this.sending && this.memory.outbox.length === 0;
  }

  /** Starts sending if there is something to send and nothing is under way. */
  flush(): void {
    if (this.sending || this.memory.outbox.length === 0) return;
    this.sending = true;
    const { memory, processInstanceKey } = this;
    const entries = memory.outbox.slice(0, MAX_BATCH_ENTRIES);
    const batch = { processInstanceKey, previousHead: memory.head, entries };
    void this.shield.run(() => project(batch)).then((stored) => this.sent(stored), this.fail);
  }

  private sent({ seq, head }: ProjectResult): void {
    const { memory } = this;
    memory.outbox.splice(0, seq - memory.projectedSeq);
    memory.projectedSeq = seq;
    memory.head = head;
    this.sending = false;
    this.flush();
  }
}
