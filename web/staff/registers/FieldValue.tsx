import { Anchor, Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { JsonValue } from '../../../protocol/json';
import type { RegisterField } from '../../../protocol/registers';
import type { ShownValue } from '../../../protocol/registerViews';
import { formatDateTime, formatDay } from '../../ui/time';

interface Props {
  field: RegisterField;
  value: JsonValue | undefined;
  shown: ShownValue[] | undefined;
}

/** A field's value in words, with a way to what it refers to. */
export function FieldValue({ field, value, shown }: Props) {
  const { t } = useTranslation();
  if (shown) {
    return shown.map(({ text, link }, index) => (
      <div key={index} className={field.type === 'longText' ? 'prose' : undefined}>
        {link ? (
          <Anchor component={Link} to={link} size="sm">
            {text}
          </Anchor>
        ) : (
          text
        )}
      </div>
    ));
  }
  if (value === undefined || value === null || value === '') return '—';
  if (typeof value === 'boolean')
    return (
      <Badge variant="light" color={value ? 'cauce' : 'gray'} c="dark" tt="none">
        {t(value ? 'registers.yes' : 'registers.no')}
      </Badge>
    );
  if (typeof value === 'number') return value.toLocaleString('es-CO');
  if (typeof value !== 'string') return Array.isArray(value) ? value.map(String).join(', ') : JSON.stringify(value);
  if (field.type === 'date') return formatDay(value);
  return field.type === 'dateTime' ? formatDateTime(value) : value;
}
