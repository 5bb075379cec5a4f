import type { RequestRecord } from '../store/product/requests';
import { refuse, releaseOf, textOf, type Job, type JobParts } from './job';

const CITIZEN = 'citizen:';

/**
 * `notify`: writes to a citizen or to everybody of a role. In: template (of the release), to (`citizen:<id>` or a role
 * id), requestNumber. Out: nothing. One mail a person and element instance; members of staff get a bell besides.
 */
export function notify(parts: JobParts): Job {
  const { store, now } = parts;
  return async (input) => {
    const to = textOf(input, 'to');
    const templateId = textOf(input, 'template');
    const template = (await releaseOf(parts, input)).templates[templateId];
    if (!template) throw refuse(`Expected a template ${templateId}, but the release has none`);
    const request = await store.requests.get(textOf(input, 'requestNumber'));
    if (!request) throw refuse(`Expected a request ${textOf(input, 'requestNumber')}, but there is none`);
    const isCitizen = to.startsWith(CITIZEN);
    const personIds = isCitizen ? [to.slice(CITIZEN.length)] : await store.people.idsWithRole(to);
    const link = `/instancias/${input.processInstanceKey}`;
    const values = {
      ...placeholdersOf(request),
      answer: (await store.requests.personal(request.requestNumber)).answer ?? '',
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

function placeholdersOf({ requestNumber, referralNumber }: RequestRecord): Record<string, string> {
  return { requestNumber, referralNumber: referralNumber ?? '' };
}

/** Replaces `{{name}}`; a name that nobody knows stays as it is, so that it is seen. */
export function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}
