import { Anchor, Badge, Group, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { RegisterField } from '../../../protocol/registers';
import type { EntryHistory, EntryVersionView, RegisterView } from '../../../protocol/registerViews';
import { formatDateTime } from '../../ui/time';
import { mayReadInstances } from '../app/navigation';
import { usePerson } from '../app/session';
import { ErrorState, LoadingRows, PageHeader } from '../app/states';
import { FieldValue } from './FieldValue';
import { entryQuery, registerQuery } from './queries';
import './registers.css';

/** One entry: what it holds now, and its versions side by side. */
export function EntryPage() {
  const { registerId = '', entryId = '' } = useParams();
  const register = useQuery(registerQuery(registerId));
  const history = useQuery(entryQuery(registerId, entryId));
  const error = register.error ?? history.error;
  if (error)
    return <ErrorState error={error} retry={() => void Promise.all([register.refetch(), history.refetch()])} />;
  if (!register.data || !history.data) return <LoadingRows />;
  return <Entry register={register.data} history={history.data} />;
}

function Entry({ register, history: { entry, versions } }: { register: RegisterView; history: EntryHistory }) {
  const { t } = useTranslation();
  const { roles } = usePerson();
  const title = entry.number ?? register.label;
  return (
    <>
      <Anchor component={Link} to={`/registros/${register.id}`} size="sm">
        {register.label}
      </Anchor>
      <PageHeader title={title} description={t('registers.createdAt', { when: formatDateTime(entry.createdAt) })} />
      <Group mb="md" gap="xs">
        {entry.isOpen !== null && (
          <Badge variant="light" color={entry.isOpen ? 'cauce' : 'gray'} c="dark" tt="none">
            {t(entry.isOpen ? 'registers.isOpen' : 'registers.isClosed')}
          </Badge>
        )}
        {mayReadInstances(roles) && (
          <Anchor component={Link} to={`/instancias/${entry.processInstanceKey}`} size="sm">
            {t('registers.instance')}
          </Anchor>
        )}
      </Group>
      <dl className="card facts">
        {register.fields.map((field) => (
          <div key={field.key}>
            <dt>{field.label}</dt>
            <dd>
              <FieldValue field={field} value={entry.data[field.key]} shown={entry.shown[field.key]} />
            </dd>
          </div>
        ))}
      </dl>
      <Title order={2} mt="xl" mb="sm">
        {t('registers.versions')}
      </Title>
      {versions.length === 1 ? (
        <Text c="dimmed">{t('registers.oneVersion')}</Text>
      ) : (
        <Versions register={register} versions={versions} />
      )}
    </>
  );
}

/** Only fields that changed: a row each, a column a version, the newest first. */
function Versions({ register, versions }: { register: RegisterView; versions: EntryVersionView[] }) {
  const { t } = useTranslation();
  const changed = register.fields.filter(({ key }) => new Set(versions.map(({ data }) => textOf(data[key]))).size > 1);
  return (
    <div className="card table-scroll" tabIndex={0} role="region" aria-label={t('registers.versions')}>
      <Table verticalSpacing="sm" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('registers.field')}</Table.Th>
            {versions.map((version) => (
              <Table.Th key={version.version} scope="col">
                {t('registers.version', { number: version.version })}
                <Text size="xs" c="dimmed">
                  {formatDateTime(version.at)}
                  {version.byName && ` · ${version.byName}`}
                </Text>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {changed.map((field) => (
            <VersionRow key={field.key} field={field} versions={versions} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function VersionRow({ field, versions }: { field: RegisterField; versions: EntryVersionView[] }) {
  return (
    <Table.Tr>
      <Table.Th scope="row">{field.label}</Table.Th>
      {versions.map(({ version, data, shown }, index) => {
        const before = versions[index + 1];
        const isNew = before !== undefined && textOf(before.data[field.key]) !== textOf(data[field.key]);
        return (
          <Table.Td key={version} className={isNew ? 'changed' : undefined}>
            <FieldValue field={field} value={data[field.key]} shown={shown[field.key]} />
          </Table.Td>
        );
      })}
    </Table.Tr>
  );
}

const textOf = (value: unknown): string => JSON.stringify(value ?? null);
