import { Alert, Anchor, Button, FileInput, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '../../../protocol/product';
import { formatSize } from '../../ui/size';
import { useFormState } from './context';

interface Props {
  props: { id: string; label: string; description?: string; error?: string; required: boolean; disabled: boolean };
  accept: string | undefined;
  isMultiple: boolean;
  files: Attachment[];
  set: (files: Attachment[] | null) => void;
}

/** Files are stored as soon as they are chosen; the data holds their references. */
export function FilesField({ props, accept, isMultiple, files, set }: Props) {
  const { t } = useTranslation();
  const { files: store } = useFormState();
  const input = useRef<HTMLButtonElement>(null);
  const put = (list: Attachment[]): void => set(list.length > 0 ? list : null);
  const upload = useMutation({
    // One after the other: a failure names the file that it is about.
    mutationFn: async (chosen: File[]) => {
      const stored: Attachment[] = [];
      try {
        for (const file of chosen) stored.push(await store.upload(file));
      } finally {
        if (stored.length > 0) put(isMultiple ? [...files, ...stored] : stored);
      }
    },
  });
  const choose = (chosen: File | File[] | null): void => {
    const list = [chosen ?? []].flat();
    if (list.length > 0) upload.mutate(list);
  };
  const remove = (file: Attachment): void => {
    put(files.filter((other) => other !== file));
    // Its button, which had the focus, is gone.
    input.current?.focus();
  };
  return (
    <Stack gap="xs">
      <FileInput<boolean>
        {...props}
        ref={input}
        description={[props.description, t('form.fileLimit')].filter(Boolean).join(' ')}
        placeholder={t('form.chooseFile')}
        multiple={isMultiple}
        accept={accept}
        // Not disabled, which would take the focus away.
        readOnly={upload.isPending}
        // A new empty list each time: the same file can be chosen again after it was removed.
        value={[]}
        onChange={choose}
      />
      <Text size="sm" role="status">
        {upload.isPending ? t('form.uploading') : ''}
      </Text>
      {upload.error && (
        <Alert color="red" role="alert">
          {upload.error.message}
        </Alert>
      )}
      {files.map((file) => (
        <Group key={file.id} gap="sm">
          <Anchor href={store.address(file)} size="sm">
            {file.name} ({formatSize(file.size)})
          </Anchor>
          {!props.disabled && !upload.isPending && (
            <Button
              variant="subtle"
              size="compact-xs"
              aria-label={`${t('form.remove')}: ${file.name}`}
              onClick={() => remove(file)}
            >
              {t('form.remove')}
            </Button>
          )}
        </Group>
      ))}
    </Stack>
  );
}
