import { Alert, Button, Stack } from '@mantine/core';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
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
} from '../../../engine/forms';
import { Icon } from '../app/Icon';
import { Components } from './Components';
import { FormContext } from './context';

export interface FormViewProps {
  schema: FormSchema;
  initial: FormData;
  tools: FormTools;
  submitLabel: string;
  busy: boolean;
  readOnly?: boolean;
  /** Errors that the server found, by path. */
  serverErrors?: { path: string; message: string }[];
  onSubmit: (data: FormData) => void;
  children?: ReactNode;
}

/** A form-js form in Mantine's look. Errors are listed on top with links, and the focus goes there. */
export function FormView({
  schema,
  initial,
  tools,
  submitLabel,
  busy,
  readOnly = false,
  serverErrors = [],
  onSubmit,
  children,
}: FormViewProps) {
  const { t } = useTranslation();
  const [data, setData] = useState<FormData>(() => initialData(schema, initial, tools));
  const [errors, setErrors] = useState<FieldError[]>([]);
  const summary = useRef<HTMLDivElement>(null);
  const change = (path: Path, value: unknown) => setData((now) => compute(schema, setAt(now, path, value), tools));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = validate(schema, data, tools);
    setErrors(found);
    if (found.length === 0) onSubmit(output(schema, data, tools));
    else requestAnimationFrame(() => summary.current?.focus());
  };
  const messagesAt = (path: string): string[] => [
    ...(errors.find((error) => error.path === path)?.messages ?? []),
    ...serverErrors
      .filter((error) => error.path === path || error.path === `variables.${path}`)
      .map((error) => error.message),
  ];
  return (
    <form onSubmit={submit} noValidate>
      <FormContext.Provider value={{ data, tools, change, messagesAt, readOnly }}>
        <Stack gap="md">
          {errors.length > 0 && (
            <Alert
              ref={summary}
              tabIndex={-1}
              color="red"
              title={t('form.errorTitle')}
              icon={<Icon name="alert" />}
              role="alert"
            >
              <ul>
                {errors.map((error) => (
                  <li key={error.path}>
                    <a href={`#${fieldId(error.path)}`}>
                      {error.label}: {error.messages.join(' ')}
                    </a>
                  </li>
                ))}
              </ul>
            </Alert>
          )}
          <Components components={schema.components} base={[]} />
          {children}
          {!readOnly && (
            <div>
              <Button type="submit" loading={busy} leftSection={<Icon name="check" size={18} />}>
                {submitLabel}
              </Button>
            </div>
          )}
        </Stack>
      </FormContext.Provider>
    </form>
  );
}

export const fieldId = (path: string): string => `field-${path.replaceAll('.', '-')}`;
