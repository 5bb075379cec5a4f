import { useMemo, useState } from 'react';
import {
  compute,
  initialData,
  output,
  setAt,
  validate,
  type FieldError,
  type FormData,
  type FormSchema,
  type FormTools,
  type Path,
} from '../../engine/forms';

/** A form being filled in. */
export interface FormState {
  data: FormData;
  /** Empty until the first try to hand in; then always as things stand. */
  errors: readonly FieldError[];
  set: (path: Path, value: unknown) => void;
  /** What is handed in, or undefined when something is wrong (then `errors` says what). */
  submit: () => FormData | undefined;
  /** Shows errors that only the server can know, until their field changes. */
  refuse: (errors: readonly FieldError[]) => void;
  reset: () => void;
}

/** Keeps the data of a form; works with React and Preact. `given` counts only at first. */
export function useForm(schema: FormSchema, given: FormData, tools: FormTools): FormState {
  const [data, setData] = useState(() => initialData(schema, given, tools));
  const [wasTried, setWasTried] = useState(false);
  const [refused, setRefused] = useState<readonly FieldError[]>([]);
  const found = useMemo(() => validate(schema, data, tools), [schema, data, tools]);
  return {
    data,
    errors: wasTried ? [...found, ...refused.filter((one) => found.every((other) => other.path !== one.path))] : [],
    set: (path, value) => {
      setData((before) => compute(schema, setAt(before, path, value), tools));
      setRefused((before) => before.filter((error) => error.path !== path.join('.')));
    },
    submit: () => {
      setWasTried(true);
      setRefused([]);
      return found.length === 0 ? output(schema, data, tools) : undefined;
    },
    refuse: (errors) => {
      setWasTried(true);
      setRefused(errors);
    },
    reset: () => {
      setData(initialData(schema, given, tools));
      setWasTried(false);
      setRefused([]);
    },
  };
}
