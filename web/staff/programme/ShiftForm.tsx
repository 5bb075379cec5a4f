import { Button, Group, MultiSelect, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DraftShift } from './draft';

interface ShiftFormProps {
  shift: DraftShift;
  rooms: { id: string; label: string }[];
  people: { id: string; label: string }[];
  forums: { value: string; label: string }[];
  onChange: (shift: DraftShift) => void;
  onCopy: () => void;
  onRemove: () => void;
}

/** The chosen shift of a draft. */
export function ShiftForm({ shift, rooms, people, forums, onChange, onCopy, onRemove }: ShiftFormProps) {
  const { t } = useTranslation();
  const options = (items: { id: string; label: string }[]) => items.map(({ id, label }) => ({ value: id, label }));
  const set = (change: Partial<DraftShift>): void => onChange({ ...shift, ...change });
  return (
    <fieldset className="shift-form">
      <legend>
        {shift.date}, {shift.from}–{shift.to}
      </legend>
      <TextInput
        type="date"
        label={t('programme.date')}
        value={shift.date}
        onChange={(event) => set({ date: event.currentTarget.value })}
      />
      <TextInput
        type="time"
        label={t('programme.from')}
        value={shift.from}
        onChange={(event) => set({ from: event.currentTarget.value })}
      />
      <TextInput
        type="time"
        label={t('programme.to')}
        value={shift.to}
        onChange={(event) => set({ to: event.currentTarget.value })}
      />
      <Select
        label={t('programme.room')}
        data={options(rooms)}
        value={shift.room}
        allowDeselect={false}
        onChange={(room) => room && set({ room })}
      />
      <MultiSelect
        label={t('programme.advisors')}
        data={options(people)}
        value={shift.advisors}
        onChange={(advisors) => set({ advisors })}
      />
      {forums.length > 0 && (
        <Select
          label={t('programme.forum')}
          data={forums}
          value={shift.forum}
          clearable
          onChange={(forum) => set({ forum })}
        />
      )}
      <Group gap="xs" className="shift-actions">
        <Button size="xs" variant="default" onClick={onCopy}>
          {t('programme.copyDay')}
        </Button>
        <Button size="xs" variant="default" onClick={onRemove}>
          {t('programme.remove')}
        </Button>
      </Group>
    </fieldset>
  );
}
