import { z, type ZodType } from 'zod';
import { es } from 'zod/locales';
import { ApiError, type FieldError } from '../protocol/errors';

// People read these messages beside their fields.
z.config(es());

/**
 * What a client sent, checked.
 * @throws ApiError `invalid_request` with one error a field
 */
export function validate<T>(schema: ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  throw new ApiError('invalid_request', { errors: result.error.issues.map(fieldError) });
}

/** For faults that no schema sees, e.g. an id that no catalogue has. */
export function invalidField(path: string, message: string): ApiError {
  return new ApiError('invalid_request', { errors: [{ path, message }] });
}

function fieldError(issue: z.core.$ZodIssue): FieldError {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => [...path, key].join('.')).join(', ');
    return { path: names, message: `Campo desconocido: ${names}.` };
  }
  return { path: path.join('.'), message: issue.message };
}
