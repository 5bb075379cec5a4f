import { Group, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FieldType, RegisterField } from '../../../protocol/registers';
import type { RegisterView } from '../../../protocol/registerViews';
import { catalogueQuery } from '../app/catalogues';
import type { EntryFilter } from './queries';

interface Props {
  register: RegisterView;
  filter: EntryFilter;
  onField: (field: string, value: string | null) => void;
  onOrder: (order: EntryFilter['order']) => void;
}

/** Nobody types an id: these come by a link, and can then be taken away. */
const KNOWN_BY_ID: ReadonlySet<FieldType> = new Set<FieldType>([
  'person',
  'entry',
  'document',
  'conversation',
  'process',
]);

/** What a list can be narrowed and ordered by. */
export function EntryFilters({ register, filter, onField, onOrder }: Props) {
  const { t } = useTranslation();
  const fields = register.filters
    .flatMap((key) => register.fields.find((field) => field.key === key) ?? [])
    .filter(({ key, type }) => !KNOWN_BY_ID.has(type) || filter.fields[key] !== undefined);
  return (
    <Group mb="md" align="flex-end">
      {register.state && (
        <Choice
          label={t('registers.state')}
          values={[
            { value: 'true', label: t('registers.open') },
            { value: 'false', label: t('registers.closed') },
          ]}
          value={filter.fields.isOpen}
          onChange={(value) => onField('isOpen', value)}
        />
      )}
      {fields.map((field) => (
        <FieldFilter
          key={field.key}
          field={field}
          value={filter.fields[field.key]}
          onChange={(value) => onField(field.key, value)}
        />
      ))}
      {register.hasDue && (
        <Select
          label={t('registers.order')}
          data={[
            { value: 'changed', label: t('registers.byChange') },
            { value: 'due', label: t('registers.byDue') },
          ]}
          value={filter.order}
          onChange={(value) => onOrder(value === 'due' ? 'due' : 'changed')}
          allowDeselect={false}
        />
      )}
    </Group>
  );
}

interface FieldProps {
  field: RegisterField;
  value: string | undefined;
  onChange: (value: string | null) => void;
}

function FieldFilter({ field, value, onChange }: FieldProps) {
  const { t } = useTranslation();
  const roles = useQuery({ ...catalogueQuery('roles'), enabled: field.type === 'role' });
  const { label, type, values } = field;
  if (type === 'choice') return <Choice {...{ label, value, onChange }} values={values ?? []} />;
  if (type === 'role') {
    const items = (roles.data ?? []).map((role) => ({ value: role.id, label: role.label }));
    return <Choice {...{ label, value, onChange }} values={items} />;
  }
  if (type === 'boolean') {
    const items = [
      { value: 'true', label: t('registers.yes') },
      { value: 'false', label: t('registers.no') },
    ];
    return <Choice {...{ label, value, onChange }} values={items} />;
  }
  return (
    <TextInput
      // another value from the address begins anew
      key={value ?? ''}
      label={label}
      type={type === 'date' ? 'date' : 'text'}
      defaultValue={value ?? ''}
      onBlur={(event) => onChange(event.currentTarget.value.trim())}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onChange(event.currentTarget.value.trim());
      }}
    />
  );
}

interface ChoiceProps {
  label: string;
  values: { value: string; label: string }[];
  value: string | undefined;
  onChange: (value: string | null) => void;
}

function Choice({ label, values, value, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  return (
    <Select
      label={label}
      placeholder={t('registers.any')}
      data={values}
      value={value ?? null}
      onChange={onChange}
      searchable={values.length > 8}
      clearable
      clearButtonProps={{ 'aria-label': t('registers.clear', { field: label }) }}
    />
  );
}
