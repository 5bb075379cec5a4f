import { createContext, useContext } from 'react';
import type { FieldError, FormComponent, FormData, FormTools, Path } from '../../engine/forms';
import type { FormTexts } from './texts';

/** What every part of one form's view needs. */
export interface FormViewContext {
  /** Begins every element id, so that two forms fit on one page. */
  prefix: string;
  data: FormData;
  errors: readonly FieldError[];
  tools: FormTools;
  texts: FormTexts;
  isReadOnly: boolean;
  set: (path: Path, value: unknown) => void;
  /** Stores a file and answers with its reference; without it a form cannot take files. */
  upload?: (file: File) => Promise<{ id: string; name: string }>;
}

const Context = createContext<FormViewContext | undefined>(undefined);
export const FormViewProvider = Context.Provider;

/** The form around this part. */
export function useFormView(): FormViewContext {
  const context = useContext(Context);
  if (!context) throw new Error('Expected a form around this part, but there is none');
  return context;
}

/** The element id of a field: the summary's links and the labels lead to it. */
export function elementId(prefix: string, path: string): string {
  return `${prefix}-${path.replace(/[^\w-]/g, '-')}`;
}

/** What a field's view gets. */
export interface FieldProps {
  component: FormComponent;
  /** Where its value lies. */
  path: Path;
  base: Path;
  id: string;
  label: string;
  value: unknown;
  isDisabled: boolean;
  isRequired: boolean;
  /** For aria-describedby: its description and its error, where there are any. */
  describedBy: string | undefined;
  isInvalid: boolean;
}
