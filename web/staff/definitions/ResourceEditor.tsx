import { Anchor, Button, Group, Stack, Textarea, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState, LoadingRows } from '../app/states';
import { resourceQuery } from './queries';

const Diagram = lazy(async () => ({ default: (await import('../../ui/diagram/Diagram')).Diagram }));

interface Props {
  name: string;
  /** Undefined for a file that is not in the release yet. */
  hash: string | undefined;
  changed: string | undefined;
  canChange: boolean;
  onChange: (content: string | null) => void;
  onBack: () => void;
}

/** A file of the release as text; a process is drawn above it. What is changed stays until deployed or discarded. */
export function ResourceEditor(props: Props) {
  const resource = useQuery({ ...resourceQuery(props.name, props.hash ?? ''), enabled: props.hash !== undefined });
  if (props.hash !== undefined && resource.isPending) return <LoadingRows />;
  if (resource.isError) return <ErrorState error={resource.error} retry={() => void resource.refetch()} />;
  return <Editor {...props} original={resource.data?.content ?? ''} />;
}

function Editor({ name, changed, canChange, onChange, onBack, original }: Props & { original: string }) {
  const { t } = useTranslation();
  const [text, setText] = useState(changed ?? original);
  const isDirty = text !== (changed ?? original);
  const shown = changed ?? original;
  return (
    <Stack p="md">
      <Anchor component="button" onClick={onBack} size="sm" hiddenFrom="md" ta="left">
        {t('definitions.files')}
      </Anchor>
      <Title order={2}>{name}</Title>
      {name.endsWith('.bpmn') && (
        <Suspense fallback={<LoadingRows />}>
          <Diagram xml={shown} elements={[]} takenFlows={[]} selected={null} onSelect={() => undefined} />
        </Suspense>
      )}
      <Textarea
        aria-label={t('definitions.source', { name })}
        classNames={{ input: 'source' }}
        rows={24}
        readOnly={!canChange}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {canChange && (
        <Group>
          <Button disabled={!isDirty} onClick={() => onChange(text === original ? null : text)}>
            {t('definitions.edit')}
          </Button>
          <Button
            variant="default"
            disabled={changed === undefined && !isDirty}
            onClick={() => {
              onChange(null);
              setText(original);
            }}
          >
            {t('definitions.discard')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
