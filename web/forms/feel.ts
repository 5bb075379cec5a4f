import { formFeel } from '../../engine/forms/feel';
import type { FormEvaluator } from '../../engine/forms';

/** FEEL for forms in the browser, on Bogotá's clock. Import it lazily: only few forms need it. */
export function browserFeel(): FormEvaluator {
  return formFeel({ now: Date.now(), offsetMinutes: -300 });
}
