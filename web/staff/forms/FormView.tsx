import { Alert, Button, Stack } from '@mantine/core';
import { useRef, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormData, FormSchema, FormTools } from '../../../engine/forms';
import { useForm } from '../../forms';
import { Icon } from '../app/Icon';
import { Components } from './Components';
import { fieldId, FormContext, type FormFiles } from './context';

export interface FormViewProps {
  schema: FormSchema;
  initial: FormData;
  tools: FormTools;
  files: FormFiles;
  submitLabel: string;
  busy: boolean;
  /** Shows what the form asks, for who may not hand it in (yet). */
  readOnly?: boolean;
  /** Errors that the server found, by path. */
  serverErrors: { path: string; message: string }[];
  onSubmit: (data: FormData) => void;
}

/** A form-js form in Mantine's look. Errors are listed on top with links, and the focus goes there. */
export function FormView(props: FormViewProps) {
  const { schema, initial, tools, files, submitLabel, busy, readOnly = false, serverErrors, onSubmit } = props;
  const { t } = useTranslation();
  const { data, errors, set, submit } = useForm(schema, initial, tools);
  const summary = useRef<HTMLDivElement>(null);
  const handIn = (event: FormEvent) => {
    event.preventDefault();
    const handed = submit();
    if (handed) onSubmit(handed);
    else requestAnimationFrame(() => summary.current?.focus());
  };
  const messagesAt = (path: string): string[] => [
    ...(errors.find((error) => error.path === path)?.messages ?? []),
    ...serverErrors
      .filter((error) => error.path === path || error.path === `variables.${path}`)
      .map((error) => error.message),
  ];
  return (
    <form onSubmit={handIn} noValidate>
      <FormContext.Provider value={{ data, tools, files, change: set, messagesAt }}>
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
          <fieldset className="form-fields" disabled={readOnly}>
            <Components components={schema.components} base={[]} />
          </fieldset>
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
