import { cellOf } from '../domain/reports/format';
import type { JobInput } from '../protocol/workflow';
import { optionalTextOf, refuse, releaseOf, textOf, type Job, type JobParts } from './job';

const CITIZEN = 'citizen:';
const PERSON = 'person:';

/**
 * `notify`: writes to a citizen, a member of staff or everybody of a role. In: template (of the release), to
 * (`citizen:<id>`, `person:<id>` or a role id), requestNumber? (then its number and answer are placeholders), data?
 * (context of further placeholders), link? (address in the staff application; default: the instance). Out: nothing.
 * One mail a person and element instance; members of staff get a bell besides.
 */
export function notify(parts: JobParts): Job {
  const { store, now } = parts;
  return async (input) => {
    const to = textOf(input, 'to');
    const templateId = textOf(input, 'template');
    const template = (await releaseOf(parts, input)).templates[templateId];
    if (!template) throw refuse(`Expected a template ${templateId}, but the release has none`);
    const isCitizen = to.startsWith(CITIZEN);
    const personIds =
      isCitizen || to.startsWith(PERSON) ? [to.slice(to.indexOf(':') + 1)] : await store.people.idsWithRole(to);
    const link = optionalTextOf(input, 'link') ?? `/instancias/${input.processInstanceKey}`;
    const values = {
      ...dataOf(input),
      ...(await placeholdersOf(parts, optionalTextOf(input, 'requestNumber'))),
      link: parts.publicUrl + (isCitizen ? '/' : `/staff${link}`),
    };
    const subject = fill(template.subject, values);
    const at = new Date(now()).toISOString();
    for (const personId of personIds) {
      const key = `${input.processInstanceKey}:${input.elementInstanceKey}:${personId}`;
      await store.mail.enqueue({ key, personId, subject, text: fill(template.body, values), at });
      if (!isCitizen) await store.notifications.add({ key, personId, kind: 'late', text: subject, link, at });
    }
    return {};
  };
}

async function placeholdersOf({ store }: JobParts, requestNumber: string | null): Promise<Record<string, string>> {
  if (requestNumber === null) return {};
  const request = await store.requests.get(requestNumber);
  if (!request) throw refuse(`Expected a request ${requestNumber}, but there is none`);
  const { answer = '' } = await store.requests.personal(requestNumber);
  return { requestNumber, referralNumber: request.referralNumber ?? '', answer };
}

/** Texts, numbers and times of `data`, as people read them. */
function dataOf({ variables: { data = null } }: JobInput): Record<string, string> {
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return {};
  return Object.fromEntries(
    Object.entries(data).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number'
        ? [[name, typeof value === 'string' ? cellOf(value, undefined, (_kind, id) => id).text : String(value)]]
        : [],
    ),
  );
}

/** Replaces `{{name}}`; a name that nobody knows stays as it is, so that it is seen. */
export function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}
