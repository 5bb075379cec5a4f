import { z } from 'zod';
import { parseFeel } from '../feel/parse';
import { DOCUMENT_FORMATS, VALUE_FORMATS, type DocumentTemplate, type TemplateSection } from '../../protocol/documents';
import { checked } from './yaml';

/** FEEL with a leading `=`. */
const feel = z.string().superRefine((text, context) => {
  const message = text.startsWith('=') ? problemOf(text.slice(1)) : 'Expected FEEL with a leading =, but it has none';
  if (message !== null) context.addIssue({ code: 'custom', message });
});
/** A text with FEEL in `{{ }}`. */
const filled = z.string().superRefine((text, context) => {
  for (const [, source = ''] of text.matchAll(/\{\{([^{}]*)\}\}/g)) {
    const message = problemOf(source.trim());
    if (message !== null) context.addIssue({ code: 'custom', message });
  }
});
const feelOrFilled = z.string().pipe(z.union([feel, filled.refine((text) => !text.startsWith('='))]));
const caption = z.string().min(1);
const value = z.strictObject({
  label: z.string(),
  value: feelOrFilled,
  format: z.enum(VALUE_FORMATS).optional(),
  catalogue: z.string().optional(),
});
const condition = { if: feel.optional() };
const section: z.ZodType<TemplateSection> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.strictObject({
      ...condition,
      type: z.literal('heading'),
      text: filled,
      level: z.union([z.literal(2), z.literal(3)]).optional(),
    }),
    z.strictObject({ ...condition, type: z.literal('paragraph'), text: filled }),
    z.strictObject({ ...condition, type: z.literal('keyValues'), caption: caption.optional(), rows: z.array(value) }),
    z.strictObject({
      ...condition,
      type: z.literal('table'),
      caption: filled,
      rows: feel,
      columns: z.array(value).min(1),
      empty: z.string().optional(),
    }),
    z.strictObject({ ...condition, type: z.literal('figures'), caption, rows: feel }),
    z.strictObject({
      ...condition,
      type: z.literal('signatures'),
      lines: z.array(z.strictObject({ label: z.string(), person: feel.optional(), at: feel.optional() })),
    }),
    z.strictObject({ ...condition, type: z.literal('attachments'), caption, documents: feel }),
    z.strictObject({ ...condition, type: z.literal('each'), rows: feel, sections: z.array(section) }),
  ]),
);

const template = z.strictObject({
  id: z.string().min(1),
  label: z.string().min(1),
  title: filled,
  requirement: z.string().optional(),
  number: z.string().includes('{seq'),
  formats: z.array(z.enum(DOCUMENT_FORMATS)).min(1),
  read: z.array(z.string()).min(1),
  sections: z.array(section).min(1),
});

/** Reads `documents/<id>.yaml`: the checked template, or the message of what is wrong with it. */
export function readDocumentTemplate(input: unknown): DocumentTemplate | string {
  return checked(template, input);
}

function problemOf(source: string): string | null {
  const result = parseFeel(source);
  return result.ok ? null : result.problem.message;
}
