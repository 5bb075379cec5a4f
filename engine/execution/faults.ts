import type { IncidentType } from '../../protocol/events';
import type { RejectionCode } from '../../protocol/workflow';

/** The model or the data is at fault: becomes an incident on the element at work. Thrown before anything is changed. */
export class ModelFault extends Error {
  constructor(
    readonly incidentType: IncidentType,
    message: string,
    readonly jobKey: string | null = null,
  ) {
    super(message);
  }
}

/** The request is at fault: the step is refused and the execution stays as it was. */
export class Rejected extends Error {
  constructor(
    readonly code: RejectionCode,
    message: string,
  ) {
    super(message);
  }
}
