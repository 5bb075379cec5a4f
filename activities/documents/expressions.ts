import type { DocumentTools } from '../../domain/reports/document';
import type { FeelEnvironment } from '../../engine/feel';
import { formFeel } from '../../engine/forms/feel';
import type { JsonValue } from '../../protocol/json';

/** Over lists of thousands of rows. */
const BUDGET = 50_000_000;

/** FEEL for templates: a deployment has checked the syntax; what fails refuses the job. */
export function documentFeel(environment: FeelEnvironment): DocumentTools['feel'] {
  const feel = formFeel({ ...environment, budget: BUDGET });
  return (source, scope) => feel.evaluate(source, scope) as JsonValue;
}
