import {
  Checkbox,
  Group,
  MultiSelect,
  NumberInput,
  Radio,
  Select,
  Text,
  Textarea,
  TextInput,
  type ComboboxItem,
  type ComboboxItemGroup,
} from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  fillText,
  fromLocalInput,
  getAt,
  isReadOnly,
  labelOf,
  optionsOf,
  resolve,
  toLocalInput,
  valuePath,
  type FormComponent,
  type FormOption,
  type Path,
} from '../../../engine/forms';
import type { Attachment } from '../../../protocol/product';
import { fieldId, useFormState } from './context';
import { FilesField } from './FilesField';

interface FieldProps {
  id: string;
  label: string;
  description?: string;
  error?: string;
  required: boolean;
  withAsterisk: boolean;
  disabled: boolean;
}

interface InputProps {
  props: FieldProps;
  component: FormComponent;
  value: unknown;
  options: FormOption[];
  set: (value: unknown) => void;
}

/** One field of a form by its type. Values stay as form-js keeps them. */
export function Field({ component, base }: { component: FormComponent; base: Path }) {
  const { data, tools, change } = useFormState();
  const props = useFieldProps(component, base);
  const path = valuePath(component, base);
  const Input = INPUTS[component.type] ?? TextField;
  return (
    <Input
      props={props}
      component={component}
      value={getAt(data, path)}
      options={optionsOf(component, data, base, tools)}
      set={(next) => change(path, next)}
    />
  );
}

function useFieldProps(component: FormComponent, base: Path): FieldProps {
  const { t } = useTranslation();
  const { data, tools, messagesAt } = useFormState();
  const path = valuePath(component, base).join('.');
  const personal = component.properties?.personal;
  const required = resolve(component.validate?.required, data, base, tools) === true;
  const description = [
    fillText(component.description, data, base, tools),
    personal === 'instance' ? t('form.sealed') : personal ? t('form.personal') : '',
  ].filter(Boolean);
  const messages = messagesAt(path);
  return {
    id: fieldId(path),
    label: fillText(labelOf(component), data, base, tools),
    required,
    withAsterisk: required,
    disabled: isReadOnly(component, data, base, tools),
    ...(description.length > 0 ? { description: description.join(' ') } : {}),
    ...(messages.length > 0 ? { error: messages.join(' ') } : {}),
  };
}

const INPUTS: Record<string, (input: InputProps) => ReactNode> = {
  textarea: TextAreaField,
  number: NumberField,
  checkbox: CheckboxField,
  radio: RadioField,
  select: SelectField,
  checklist: ManyField,
  taglist: ManyField,
  datetime: DateTimeField,
  filepicker: FilePickerField,
  expression: ComputedField,
};

function TextField({ props, value, set }: InputProps) {
  return <TextInput {...props} value={asText(value)} onChange={(event) => set(event.currentTarget.value)} />;
}

function TextAreaField({ props, value, set }: InputProps) {
  return (
    <Textarea
      {...props}
      autosize
      minRows={3}
      maxRows={12}
      value={asText(value)}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}

function NumberField({ props, value, set }: InputProps) {
  return (
    <NumberInput
      {...props}
      decimalSeparator=","
      thousandSeparator="."
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => set(next === '' ? null : Number(next))}
    />
  );
}

function CheckboxField({ props, value, set }: InputProps) {
  return (
    <Checkbox
      {...withoutAsterisk(props)}
      checked={value === true}
      onChange={(event) => set(event.currentTarget.checked)}
    />
  );
}

function ManyField({ props, value, options, set }: InputProps) {
  return (
    <MultiSelect
      {...props}
      data={options.map(({ label, value: own }) => ({ label, value: JSON.stringify(own) }))}
      value={asList(value).map((item) => JSON.stringify(item))}
      onChange={(next) => set(next.map((item) => JSON.parse(item) as unknown))}
    />
  );
}

function FilePickerField({ props, component, value, set }: InputProps) {
  return (
    <FilesField
      props={withoutAsterisk(props)}
      accept={component.accept}
      isMultiple={component.multiple === true}
      files={asList(value) as Attachment[]}
      set={set}
    />
  );
}

const INPUT_TYPES = { date: 'date', time: 'time', datetime: 'datetime-local' } as const;

function DateTimeField({ props, component, value, set }: InputProps) {
  return (
    <TextInput
      {...props}
      type={INPUT_TYPES[component.subtype ?? 'date']}
      value={typeof value === 'string' ? toLocalInput(component, value) : ''}
      onChange={(event) => set(fromLocalInput(component, event.currentTarget.value))}
    />
  );
}

function ComputedField({ props, value }: InputProps) {
  return (
    <div>
      <Text size="sm" fw={500}>
        {props.label}
      </Text>
      <Text>{asText(value)}</Text>
    </div>
  );
}

function RadioField({ props, value, options, set }: InputProps) {
  return (
    <Radio.Group
      {...props}
      value={value === null || value === undefined ? '' : JSON.stringify(value)}
      onChange={(next) => set(JSON.parse(next))}
    >
      <Group mt="xs" gap="lg">
        {options.map((option) => (
          <Radio
            key={option.label}
            value={JSON.stringify(option.value)}
            label={option.label}
            disabled={props.disabled}
          />
        ))}
      </Group>
    </Radio.Group>
  );
}

function SelectField({ props, value, options, set }: InputProps) {
  const { t } = useTranslation();
  return (
    <Select
      {...props}
      placeholder={t('form.choose')}
      searchable={options.length > 8}
      clearable={!props.required}
      clearButtonProps={{ 'aria-label': t('form.remove') }}
      data={grouped(options)}
      value={value === null || value === undefined ? null : JSON.stringify(value)}
      onChange={(next) => set(next === null ? null : JSON.parse(next))}
    />
  );
}

function grouped(options: FormOption[]): (ComboboxItem | ComboboxItemGroup<ComboboxItem>)[] {
  const item = ({ label, value }: FormOption): ComboboxItem => ({
    label,
    value: JSON.stringify(value),
    disabled: false,
  });
  const groups = [...new Set(options.map((option) => option.group))];
  return groups.flatMap((group): (ComboboxItem | ComboboxItemGroup<ComboboxItem>)[] => {
    const items = options.filter((option) => option.group === group).map(item);
    return group === undefined ? items : [{ group, items }];
  });
}

function withoutAsterisk({ withAsterisk: _asterisk, ...props }: FieldProps): Omit<FieldProps, 'withAsterisk'> {
  return props;
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
