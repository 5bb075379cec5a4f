import { uelToFeel } from './uel';

/** XPath is what the schema says where a model says nothing, so in `definitions` it means nothing. */
const UNSAID = 'http://www.w3.org/1999/XPath';

const UEL = /(^|\W)j?uel$|jsr\/detail\?id=245|java\.sun\.com\/products\/jsp/i;

const LANGUAGES: readonly [RegExp, (text: string) => string | null][] = [
  [/feel/i, (text) => text],
  [UEL, uelToFeel],
];

export interface Translation {
  /** What the expression is in FEEL; null when its language is not understood, or this text of it. */
  feel: string | null;
  language: string;
}

/**
 * A formal expression without `=`, in FEEL. Its language is what it says itself, else what the model says for all
 * (`expressionLanguage`), else FEEL (BPMN 2.0.2, 8.4.6 and 8.2.1).
 */
export function toFeel(text: string, own: string | null, ofModel: string | null): Translation {
  const language = own ?? (ofModel === UNSAID ? null : ofModel) ?? 'FEEL';
  const translate = LANGUAGES.find(([pattern]) => pattern.test(language))?.[1];
  return { language, feel: translate?.(text) ?? null };
}

/** Whether a model's expressions are UEL, so that `${…}` is one and not a text. */
export function isUel(ofModel: string | null): boolean {
  return ofModel !== null && UEL.test(ofModel);
}
