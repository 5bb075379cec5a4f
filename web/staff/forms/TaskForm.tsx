import { Button, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formIn, type FormData, type FormSchema } from '../../../engine/forms';
import type { Attachment } from '../../../protocol/product';
import { api, ApiError } from '../../ui/api';
import { ErrorState, LoadingRows } from '../app/states';
import { textLanguage } from '../i18n';
import type { FormFiles } from './context';
import { FormView, type FormViewProps } from './FormView';
import type { TaskDetails } from './taskDetails';
import { useFormTools } from './useFormTools';

interface Props {
  details: TaskDetails;
  submitLabel: string;
  readOnly?: boolean;
  onCompleted: () => Promise<void> | void;
}

/** Completes a user task by its form, or by a button when it has none. What the server refuses is said at its field. */
export function TaskForm({ details, submitLabel, readOnly = false, onCompleted }: Props) {
  const { task, form, variables } = details;
  const { t } = useTranslation();
  // One key for all tries of this form: a repeated request is the same completion.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const complete = useMutation({
    mutationFn: (data: FormData) =>
      api(`/v2/user-tasks/${task.userTaskKey}/completion`, {
        method: 'POST',
        body: { variables: data },
        idempotencyKey,
      }),
    onSuccess: onCompleted,
  });
  const files = useMemo(() => filesOf(task.userTaskKey), [task.userTaskKey]);
  const refusals = complete.error instanceof ApiError ? (complete.error.problem.errors ?? []) : [];
  return (
    <>
      {complete.error && <ErrorState error={complete.error} />}
      {form ? (
        <LoadedForm
          schema={form}
          initial={variables}
          files={files}
          submitLabel={submitLabel}
          readOnly={readOnly}
          busy={complete.isPending}
          serverErrors={refusals}
          onSubmit={(data) => complete.mutate(data)}
        />
      ) : (
        <Stack align="flex-start">
          <Text size="sm">{t('work.noForm')}</Text>
          <Button loading={complete.isPending} onClick={() => complete.mutate({})}>
            {submitLabel}
          </Button>
        </Stack>
      )}
    </>
  );
}

function filesOf(userTaskKey: string): FormFiles {
  const address = `/api/user-tasks/${userTaskKey}/files`;
  return {
    upload: (file) => {
      const body = new window.FormData();
      body.append('file', file);
      return api<Attachment>(address, { method: 'POST', body, idempotencyKey: crypto.randomUUID() });
    },
    address: ({ id }) => `${address}/${id}`,
  };
}

function LoadedForm(props: Omit<FormViewProps, 'tools'> & { schema: FormSchema }) {
  useTranslation(); // Drawn again when the person changes the language.
  const language = textLanguage();
  const schema = useMemo(() => formIn(props.schema, language), [props.schema, language]);
  const { tools, error } = useFormTools(schema);
  if (error) return <ErrorState error={error} />;
  if (!tools) return <LoadingRows rows={3} />;
  return <FormView {...props} schema={schema} tools={tools} />;
}
