/** A form as form-js (Camunda Modeler, bpmn.io) writes it. */
export interface FormSchema {
  id: string;
  schemaVersion?: number;
  components: FormComponent[];
}

/** One component of a form; which attributes count depends on `type` (see components.ts). */
export interface FormComponent {
  id: string;
  type: string;
  key?: string;
  /** Where a group or a list keeps its data, relative to its surroundings. */
  path?: string;
  label?: string;
  dateLabel?: string;
  timeLabel?: string;
  description?: string;
  text?: string;
  content?: string;
  components?: FormComponent[];
  values?: { label: string; value: unknown }[];
  valuesKey?: string;
  valuesExpression?: string;
  validate?: FormValidation;
  conditional?: { hide?: string };
  readonly?: boolean | string;
  disabled?: boolean;
  defaultValue?: unknown;
  expression?: string;
  dataSource?: string;
  columns?: { label: string; key: string }[];
  decimalDigits?: number;
  increment?: string | number;
  serializeToString?: boolean;
  subtype?: 'date' | 'time' | 'datetime';
  timeSerializingFormat?: 'utc_offset' | 'utc_normalized' | 'no_timezone';
  disallowPassedDates?: boolean;
  defaultRepetitions?: number;
  allowAddRemove?: boolean;
  multiple?: boolean | string;
  accept?: string;
  action?: 'submit' | 'reset';
  source?: string;
  alt?: string;
  appearance?: { prefixAdorner?: string; suffixAdorner?: string };
  layout?: { row?: string; columns?: number | null };
  /** Modeler keeps these as they are. Ours: `personal`, `catalogue`, `autocomplete`, `widget`, `…:en` (language.ts). */
  properties?: Record<string, string | boolean>;
}

/** Rules of one field. A string that starts with `=` is FEEL. */
export interface FormValidation {
  required?: boolean | string;
  min?: number | string;
  max?: number | string;
  minLength?: number | string;
  maxLength?: number | string;
  pattern?: string;
  patternErrorMessage?: string;
  validationType?: 'email' | 'phone' | 'custom' | '';
}

/** Where a value lies in the data of a form: `['contact', 'phones', 0, 'number']`. */
export type Path = (string | number)[];

/** The data of a form: JSON. */
export type FormData = Record<string, unknown>;

/** FEEL, given from outside; `source` comes without the leading `=`. Both may throw. */
export interface FormEvaluator {
  evaluate(source: string, scope: Record<string, unknown>): unknown;
  unaryTest(source: string, scope: Record<string, unknown>): unknown;
}

/** An entry of a catalogue. An entry that others name as their `parent` is a heading, not a choice. */
export interface CatalogueItem {
  id: string;
  label: string;
  labelEn?: string;
  parent?: string;
}

/** A choice of a select, radio, checklist or taglist. */
export interface FormOption {
  value: unknown;
  label: string;
  group?: string;
}

/** What a form needs from its surroundings. Without `feel` nothing is hidden and nothing computed. */
export interface FormTools {
  feel?: FormEvaluator;
  /** Entries of a catalogue, or undefined when it is not known. */
  catalogue?(id: string): readonly CatalogueItem[] | undefined;
  /** Does `text` contain the pattern? A server gives a linear-time one; default is the host's RegExp. */
  matches?(pattern: string, text: string): boolean;
  /** The date in Bogotá, `YYYY-MM-DD`, for fields that refuse dates gone by. */
  today?: string;
  messages?: FormMessages;
}

/** Sentences of the validator, in the reader's language. */
export interface FormMessages {
  required: string;
  notANumber: string;
  integer: string;
  decimals(digits: number): string;
  increment(step: number): string;
  min(value: unknown): string;
  max(value: unknown): string;
  minLength(length: number): string;
  maxLength(length: number): string;
  pattern: string;
  email: string;
  phone: string;
  notAnOption: string;
  pastDate: string;
}

/** What is wrong with one field of the filled-in form. */
export interface FieldError {
  id: string;
  /** Path joined by dots, as in the data. */
  path: string;
  label: string;
  messages: string[];
}
