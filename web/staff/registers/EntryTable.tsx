import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RegisterField } from '../../../protocol/registers';
import type { EntryView, RegisterView } from '../../../protocol/registerViews';
import { dayOf, formatDateTime } from '../../ui/time';
import { FieldValue } from './FieldValue';

/** Entries as rows; the first column leads to the entry. */
export function EntryTable({ register, rows }: { register: RegisterView; rows: EntryView[] }) {
  const { t } = useTranslation();
  const fields = register.columns.flatMap((key) => register.fields.find((field) => field.key === key) ?? []);
  return (
    <div className="card table-scroll" tabIndex={0} role="region" aria-label={register.label}>
      <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('registers.entry')}</Table.Th>
            {fields.map(({ key, label }) => (
              <Table.Th key={key} scope="col">
                {label}
              </Table.Th>
            ))}
            <Table.Th scope="col">{t('registers.updated')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <EntryRow key={row.id} register={register} fields={fields} row={row} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function EntryRow({ register, fields, row }: { register: RegisterView; fields: RegisterField[]; row: EntryView }) {
  const { t } = useTranslation();
  const isLate = row.isOpen === true && row.due !== null && isPast(row.due);
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Link className="row-link" to={`/registros/${register.id}/${row.id}`}>
          {row.number ?? t('registers.see')}
        </Link>
        {isLate && (
          <Text size="xs" c="red.9">
            {t('registers.late')}
          </Text>
        )}
      </Table.Th>
      {fields.map((field) => (
        <Table.Td key={field.key}>
          <FieldValue field={field} value={row.data[field.key]} shown={row.shown[field.key]} />
        </Table.Td>
      ))}
      <Table.Td>{formatDateTime(row.updatedAt)}</Table.Td>
    </Table.Tr>
  );
}

/** A day is past when the next has begun in Bogotá; a moment stands in UTC. */
function isPast(due: string): boolean {
  return due.includes('T') ? Date.parse(due) < Date.now() : due < dayOf(Date.now());
}
