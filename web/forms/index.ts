/** The plain HTML view of forms. */
export { Markdown } from './Markdown';
export { NativeForm, NativeFormReading, type NativeFormProps } from './NativeForm';
export { spanishFormTexts, type FormTexts } from './texts';
export { useForm, type FormState } from './useForm';
