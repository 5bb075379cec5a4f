import { createContext, useContext } from 'react';
import type { FormData, FormTools, Path } from '../../../engine/forms';
import type { Attachment } from '../../../protocol/product';

/** Where the files of a form are kept. */
export interface FormFiles {
  upload: (file: File) => Promise<Attachment>;
  /** Where a browser gets one. */
  address: (file: Pick<Attachment, 'id'>) => string;
}

export interface FormState {
  files: FormFiles;
  data: FormData;
  tools: FormTools;
  change: (path: Path, value: unknown) => void;
  messagesAt: (path: string) => string[];
}

export const FormContext = createContext<FormState | null>(null);

export function useFormState(): FormState {
  const state = useContext(FormContext);
  if (!state) throw new Error('useFormState needs FormView above it');
  return state;
}

export const fieldId = (path: string): string => `field-${path.replaceAll('.', '-')}`;
