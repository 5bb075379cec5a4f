import { Badge, Button, FileButton, Group, Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { ReleaseView } from '../../../protocol/engineViews';
import { formatDateTime } from '../../ui/time';
import { Icon } from '../app/Icon';
import { usePerson } from '../app/session';
import { EmptyState, ErrorState, LoadingRows, PageHeader } from '../app/states';
import { Changes } from './Changes';
import { ProcessTable } from './ProcessTable';
import { placeOf, releaseQuery } from './queries';
import { ResourceEditor } from './ResourceEditor';
import { ResourceList } from './ResourceList';

const TABS = ['processes', 'files', 'changed'] as const;

const NOTHING_DEPLOYED: ReleaseView = {
  number: 0,
  hash: '',
  deployedAt: '',
  deployedBy: { id: '', name: null },
  resources: [],
  processes: [],
};

/** The release in force: its processes and files, edited here and deployed as the next one. */
export function DefinitionsPage() {
  const release = useQuery(releaseQuery);
  if (release.isPending) return <LoadingRows />;
  if (release.isError) return <ErrorState error={release.error} retry={() => void release.refetch()} />;
  return <Release release={release.data ?? NOTHING_DEPLOYED} key={release.data?.hash} />;
}

function Release({ release }: { release: ReleaseView }) {
  const { t } = useTranslation();
  const person = usePerson();
  const canChange = person.roles.includes('owner');
  const [parameters, setParameters] = useSearchParams();
  // Changed files by name, until they are deployed or discarded.
  const [changes, setChanges] = useState<ReadonlyMap<string, string>>(new Map());
  const tab = TABS.find((one) => one === parameters.get('ver')) ?? 'processes';
  const file = parameters.get('archivo');
  const show = (next: Record<string, string>) => setParameters(next);
  const change = (name: string, content: string | null) =>
    setChanges((now) => {
      const next = new Map(now);
      if (content === null) next.delete(name);
      else next.set(name, content);
      return next;
    });
  const upload = async (files: File[]) => {
    for (const one of files) change(placeOf(one.name, release.resources), await one.text());
    show({ ver: 'changed' });
  };
  return (
    <>
      <PageHeader
        title={t('definitions.title')}
        description={
          release.number > 0
            ? `${t('definitions.release', { number: release.number })} · ${formatDateTime(release.deployedAt)}`
            : t('definitions.description')
        }
        actions={
          canChange && (
            <FileButton multiple accept=".bpmn,.dmn,.form,.yaml" onChange={(files) => void upload(files)}>
              {(props) => (
                <Button {...props} leftSection={<Icon name="upload" size={18} />}>
                  {t('definitions.upload')}
                </Button>
              )}
            </FileButton>
          )
        }
      />
      <div className="card">
        <Tabs value={tab} onChange={(next) => show(next ? { ver: next } : {})} keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="processes">{t('definitions.processes')}</Tabs.Tab>
            <Tabs.Tab value="files">{t('definitions.files')}</Tabs.Tab>
            <Tabs.Tab
              value="changed"
              rightSection={
                changes.size > 0 && (
                  <Badge size="sm" circle color="red.8">
                    {changes.size}
                  </Badge>
                )
              }
            >
              {t('definitions.changed')}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="processes">
            {release.processes.length === 0 ? (
              <EmptyState icon="definitions" title={t('definitions.none')}>
                {t('definitions.noneHelp')}
              </EmptyState>
            ) : (
              <ProcessTable
                processes={release.processes}
                canStart={canChange}
                onOpen={(name) => show({ ver: 'files', archivo: name })}
              />
            )}
          </Tabs.Panel>
          <Tabs.Panel value="files">
            <div className="split" data-open={file !== null}>
              <ResourceList
                resources={release.resources}
                changes={changes}
                open={file}
                onOpen={(name) => show({ ver: 'files', archivo: name })}
              />
              {file ? (
                <ResourceEditor
                  key={file}
                  name={file}
                  hash={release.resources.find((one) => one.name === file)?.hash}
                  changed={changes.get(file)}
                  canChange={canChange}
                  onChange={(content) => change(file, content)}
                  onBack={() => show({ ver: 'files' })}
                />
              ) : (
                <EmptyState icon="file" title={t('definitions.files')} />
              )}
            </div>
          </Tabs.Panel>
          <Tabs.Panel value="changed">
            {changes.size === 0 ? (
              <EmptyState icon="check" title={t('definitions.nothingChanged')} />
            ) : (
              <Changes
                changes={changes}
                release={release}
                onDiscard={(name) => change(name, null)}
                onDeployed={() => setChanges(new Map())}
              />
            )}
          </Tabs.Panel>
        </Tabs>
      </div>
      <Group mt="sm">
        <Text size="xs" c="dimmed" className="mono">
          {release.hash}
        </Text>
      </Group>
    </>
  );
}
