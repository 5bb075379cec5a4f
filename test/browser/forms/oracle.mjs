// Runs in the browser: what form-js makes of forms and their data.
import { Form } from '@bpmn-io/form-js-viewer';

/** Expressions are computed, and dates written again in the form's own format, after the first drawing. */
const SETTLED_MS = 1_000;

/**
 * What form-js would hand in, and how many errors each component has.
 * @param {{ schema: object, data: object }[]} cases
 */
globalThis.judge = async (cases) => {
  const forms = [];
  for (const { schema, data } of cases) {
    const form = new Form({ container: document.body.appendChild(document.createElement('div')) });
    await form.importSchema(schema, data);
    forms.push(form);
  }
  await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
  return forms.map((form) => {
    const { data, errors } = form.submit();
    return {
      data,
      errors: Object.fromEntries(Object.entries(errors).map(([id, found]) => [id, messagesIn(found)])),
    };
  });
};

/** In a list the messages lie deeper, by row. */
function messagesIn(found) {
  if (typeof found === 'string') return 1;
  if (typeof found !== 'object' || found === null) return 0;
  return Object.values(found).reduce((sum, inner) => sum + messagesIn(inner), 0);
}
