import { useEffect, useId, useRef, useState } from 'react';
import type { FieldError, FormData, FormSchema, FormTools } from '../../engine/forms';
import { FormComponents } from './Components';
import { FormViewProvider, type FormViewContext } from './context';
import { ErrorSummary } from './ErrorSummary';
import { spanishFormTexts, type FormTexts } from './texts';
import { useForm } from './useForm';

export interface NativeFormProps {
  schema: FormSchema;
  given?: FormData;
  tools: FormTools;
  texts?: FormTexts;
  submitLabel: string;
  /** Takes the data; may answer with errors that only the server can know. */
  onSubmit: (data: FormData) => Promise<readonly FieldError[] | undefined | void>;
  /** Tells of every change, for instance to keep a draft. */
  onChange?: (data: FormData) => void;
  upload?: FormViewContext['upload'];
}

const NOTHING: FormData = {};

/**
 * A form-js form in plain HTML: labels, groups and an error summary as WCAG asks; class names `cf-…` carry the look.
 * For React and Preact.
 */
export function NativeForm(props: NativeFormProps) {
  const { schema, tools, texts = spanishFormTexts, upload, onChange } = props;
  const prefix = useId().replace(/:/g, '');
  const form = useForm(schema, props.given ?? NOTHING, tools);
  const [isBusy, setIsBusy] = useState(false);
  const [tries, setTries] = useState(0);
  const summary = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (tries > 0) summary.current?.focus();
  }, [tries]);
  useEffect(() => onChange?.(form.data), [form.data, onChange]);

  const submit = async (): Promise<void> => {
    const data = form.submit();
    if (!data) {
      setTries((count) => count + 1);
      return;
    }
    setIsBusy(true);
    try {
      const refused = await props.onSubmit(data);
      if (!refused || refused.length === 0) return;
      form.refuse(refused);
      setTries((count) => count + 1);
    } finally {
      setIsBusy(false);
    }
  };

  const view: FormViewContext = {
    prefix,
    data: form.data,
    errors: form.errors,
    tools,
    texts,
    isReadOnly: false,
    set: form.set,
    ...(upload ? { upload } : {}),
  };
  return (
    <form
      className="cf-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void submit();
      }}
    >
      <FormViewProvider value={view}>
        <ErrorSummary boxRef={summary} />
        <FormComponents components={schema.components} base={[]} />
      </FormViewProvider>
      <div className="cf-actions">
        <button type="submit" className="cf-submit" aria-disabled={isBusy} data-busy={isBusy}>
          {props.submitLabel}
        </button>
      </div>
    </form>
  );
}

/** The same form to be read only: no button, nothing to change. */
export function NativeFormReading(props: Pick<NativeFormProps, 'schema' | 'given' | 'tools' | 'texts'>) {
  const { schema, tools, texts = spanishFormTexts } = props;
  const prefix = useId().replace(/:/g, '');
  const form = useForm(schema, props.given ?? NOTHING, tools);
  const view: FormViewContext = { prefix, data: form.data, errors: [], tools, texts, isReadOnly: true, set: form.set };
  return (
    <div className="cf-form">
      <FormViewProvider value={view}>
        <FormComponents components={schema.components} base={[]} />
      </FormViewProvider>
    </div>
  );
}
