import { useEffect, useMemo, useState } from 'react';
import {
  formIn,
  usesFeel,
  type FieldError,
  type FormData,
  type FormEvaluator,
  type FormSchema,
  type FormTools,
} from '../../../engine/forms';
import { NativeForm } from '../../forms';
import { ApiProblem, callApi } from './api';
import { useCatalogues } from './catalogues';
import { useLanguage } from './language';
import { Loading, ProblemNotice } from './Notice';
import { useLoaded } from './useLoaded';

interface SiteFormProps {
  /** Loaded from the server by its id, or given. */
  formId?: string;
  schema?: FormSchema;
  given?: FormData;
  submitLabel: string;
  /** Hands in; an `ApiProblem` that it throws is shown at the fields it names, else above the form. */
  onSubmit: (data: FormData) => Promise<void>;
  /** Where in the request body the form's fields lie (`request.`), to find the fields of a refusal. */
  bodyPrefix?: string;
}

/** A form of the procedure, with its catalogues, in the visitor's language; FEEL is fetched only if the form uses it. */
export function SiteForm(props: SiteFormProps) {
  const loaded = useLoaded<FormSchema>(props.schema ? undefined : `/api/forms/${props.formId}`);
  const { code } = useLanguage();
  const given = props.schema ?? loaded.value;
  const schema = useMemo(() => (given ? formIn(given, code) : undefined), [given, code]);
  const catalogues = useCatalogues(schema);
  const needsFeel = schema ? usesFeel(schema.components) : false;
  const feel = useFeel(needsFeel);
  if (loaded.problem) return <ProblemNotice problem={loaded.problem} onRetry={loaded.reload} />;
  if (catalogues.problem) return <ProblemNotice problem={catalogues.problem} onRetry={catalogues.reload} />;
  if (!schema || !catalogues.value || (needsFeel && !feel)) return <Loading />;
  return <ReadyForm {...props} schema={schema} catalogues={catalogues.value} feel={feel} />;
}

function useFeel(isNeeded: boolean): FormEvaluator | undefined {
  const [feel, setFeel] = useState<FormEvaluator>();
  useEffect(() => {
    if (isNeeded) void import('../../forms/feel').then((module) => setFeel(module.browserFeel()));
  }, [isNeeded]);
  return feel;
}

interface ReadyFormProps extends SiteFormProps {
  schema: FormSchema;
  catalogues: NonNullable<ReturnType<typeof useCatalogues>['value']>;
  feel: FormEvaluator | undefined;
}

function ReadyForm({ schema, catalogues, feel, ...props }: ReadyFormProps) {
  const { texts } = useLanguage();
  const [problem, setProblem] = useState<ApiProblem>();
  const tools = useMemo<FormTools>(
    () => ({
      catalogue: (id) => catalogues.get(id),
      messages: texts.formMessages,
      today: new Date(Date.now() - 5 * 3_600_000).toISOString().slice(0, 10),
      ...(feel ? { feel } : {}),
    }),
    [catalogues, feel, texts],
  );
  const submit = async (data: FormData): Promise<readonly FieldError[]> => {
    setProblem(undefined);
    try {
      await props.onSubmit(data);
      return [];
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const fields = fieldErrors(schema, error, props.bodyPrefix ?? '');
      if (fields.length === 0) setProblem(error);
      return fields;
    }
  };
  return (
    <>
      {problem ? <ProblemNotice problem={problem} /> : null}
      <NativeForm
        schema={schema}
        tools={tools}
        texts={texts.form}
        submitLabel={props.submitLabel}
        onSubmit={submit}
        {...(props.given ? { given: props.given } : {})}
      />
    </>
  );
}

function fieldErrors(schema: FormSchema, problem: ApiProblem, prefix: string): FieldError[] {
  return problem.errors.flatMap(({ path, message }) => {
    const key = path.startsWith(prefix) ? path.slice(prefix.length) : path;
    const component = schema.components.find((one) => one.key === key);
    return component ? [{ id: component.id, path: key, label: component.label ?? key, messages: [message] }] : [];
  });
}

/** The answer of a request, or undefined for "not there". */
export async function callUnlessMissing<T>(path: string): Promise<T | undefined> {
  try {
    return await callApi<T>(path);
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return undefined;
    throw error;
  }
}
