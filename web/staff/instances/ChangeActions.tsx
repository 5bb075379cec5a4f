import { Button, Select, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { ChangeDialog } from './ChangeDialog';
import { definitionsQuery, type InstanceDetails } from './queries';

/** For the owner of a running instance: let it go on under the newest version, or move its tokens by hand. */
export function ChangeActions({ details }: { details: InstanceDetails }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'migration' | 'modification' | null>(null);
  const definitions = useQuery(definitionsQuery);
  const { processDefinitionId, processDefinitionVersion } = details.instance;
  const newest = definitions.data?.find((one) => one.processDefinitionId === processDefinitionId);
  const close = () => setOpen(null);
  return (
    <>
      {newest && newest.version !== processDefinitionVersion && (
        <Button variant="default" onClick={() => setOpen('migration')}>
          {t('instances.migrate', { version: newest.version })}
        </Button>
      )}
      <Button variant="default" onClick={() => setOpen('modification')}>
        {t('instances.modify')}
      </Button>
      {open === 'migration' && newest && (
        <Migration details={details} target={newest.processDefinitionKey} version={newest.version} onClose={close} />
      )}
      {open === 'modification' && <Modification details={details} onClose={close} />}
    </>
  );
}

interface MigrationProps {
  details: InstanceDetails;
  target: string;
  version: number;
  onClose: () => void;
}

function Migration({ details, target, version, onClose }: MigrationProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const pairs = text.split('\n').flatMap((line) => {
    const [sourceElementId = '', targetElementId = ''] = line.split('=').map((part) => part.trim());
    return sourceElementId && targetElementId ? [{ sourceElementId, targetElementId }] : [];
  });
  return (
    <ChangeDialog
      title={t('instances.migrate', { version })}
      processInstanceKey={details.instance.processInstanceKey}
      change="migration"
      body={{ targetProcessDefinitionKey: target, mappingInstructions: pairs }}
      onClose={onClose}
    >
      <Text size="sm">{t('instances.migrateText')}</Text>
      <Textarea
        label={t('instances.mapping')}
        description={t('instances.mappingHelp')}
        autosize
        minRows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </ChangeDialog>
  );
}

/** From an element and to one is a move, only from one ends it, only to one begins it. */
function Modification({ details, onClose }: { details: InstanceDetails; onClose: () => void }) {
  const { t } = useTranslation();
  const [parameters] = useSearchParams();
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState(parameters.get('elemento') ?? '');
  const active = details.elements.filter(({ state }) => state === 'ACTIVE');
  const ids = [...new Set(active.map(({ elementId }) => elementId))];
  return (
    <ChangeDialog
      title={t('instances.modify')}
      processInstanceKey={details.instance.processInstanceKey}
      change="modification"
      body={modificationOf(active, from, to.trim())}
      onClose={onClose}
    >
      <Text size="sm">{t('instances.modifyText')}</Text>
      <Select label={t('instances.moveFrom')} data={ids} value={from} onChange={setFrom} clearable />
      <TextInput
        label={t('instances.moveTo')}
        description={t('instances.moveToHelp')}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
    </ChangeDialog>
  );
}

function modificationOf(active: InstanceDetails['elements'], from: string | null, to: string): object | null {
  if (from !== null && to !== '') {
    const sourceElementInstruction = { sourceType: 'byId', sourceElementId: from };
    return { moveInstructions: [{ sourceElementInstruction, targetElementId: to }] };
  }
  if (to !== '') return { activateInstructions: [{ elementId: to }] };
  if (from === null) return null;
  const ended = active.filter(({ elementId }) => elementId === from);
  return { terminateInstructions: ended.map(({ elementInstanceKey }) => ({ elementInstanceKey })) };
}
