/** A fault of a definition, as a value: which element, a stable code, and "Expected X, but Y". */
export interface Problem {
  code: string;
  message: string;
  /** The resource (file name) and the element that it is about, where known. */
  resource?: string;
  elementId?: string;
  severity: 'error' | 'warning';
}
