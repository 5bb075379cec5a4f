import { Alert, Button, Divider, Fieldset, Group, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  emptyRow,
  fillText,
  getAt,
  innerPath,
  isHidden,
  labelOf,
  rowCount,
  rowsOf,
  setAt,
  typeOf,
  type FormComponent,
  type Path,
} from '../../../engine/forms';
import { Markdown } from '../../forms';
import { useFormState } from './context';
import { Field } from './Field';

/** Components in their rows; hidden ones are left out. */
export function Components({ components, base }: { components: readonly FormComponent[]; base: Path }) {
  const { data, tools } = useFormState();
  const visible = components.filter((component) => !isHidden(component, data, base, tools));
  return (
    <div className="form-grid">
      {rowsOf(visible).map((row) => (
        <div key={row[0]?.id} className="form-row">
          {row.map((component) => (
            <div key={component.id}>
              <Component component={component} base={base} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

function Component({ component, base }: { component: FormComponent; base: Path }) {
  const { t } = useTranslation();
  const { data, tools } = useFormState();
  const label = fillText(labelOf(component), data, base, tools);
  switch (typeOf(component)?.kind) {
    case 'field':
      return <Field component={component} base={base} />;
    case 'container':
      return (
        <Fieldset legend={label}>
          <Components components={component.components ?? []} base={innerPath(component, base)} />
        </Fieldset>
      );
    case 'list':
      return <List component={component} base={base} label={label} />;
    case 'display':
      return <Display component={component} base={base} />;
    case 'button':
      return null;
    case undefined:
      return <Alert color="red">{t('form.unknown', { type: component.type })}</Alert>;
  }
}

function Display({ component, base }: { component: FormComponent; base: Path }) {
  const { data, tools } = useFormState();
  if (component.type === 'separator') return <Divider />;
  if (component.type === 'spacer') return <div className="form-grid" />;
  const text = fillText(component.text ?? component.content, data, base, tools);
  return <Markdown text={text} />;
}

function List({ component, base, label }: { component: FormComponent; base: Path; label: string }) {
  const { t } = useTranslation();
  const { data, tools, change } = useFormState();
  const path = innerPath(component, base);
  const rows = (getAt(data, path) ?? []) as unknown[];
  const canChange = component.allowAddRemove !== false;
  return (
    <Fieldset legend={label}>
      <Stack>
        {Array.from({ length: rowCount(component, data, base) }, (_, index) => (
          <Group key={index} align="flex-end">
            <div style={{ flex: 1 }}>
              <Components components={component.components ?? []} base={[...path, index]} />
            </div>
            {canChange && (
              <Button
                variant="default"
                size="xs"
                onClick={() =>
                  change(
                    path,
                    rows.filter((_row, at) => at !== index),
                  )
                }
                aria-label={`${t('form.remove')} ${index + 1}`}
              >
                {t('form.remove')}
              </Button>
            )}
          </Group>
        ))}
        {canChange && (
          <div>
            <Button
              variant="default"
              size="xs"
              onClick={() => change(path, getAt(setAt(data, [...path, rows.length], emptyRow(component, tools)), path))}
            >
              {t('form.add')}
            </Button>
          </div>
        )}
      </Stack>
    </Fieldset>
  );
}
