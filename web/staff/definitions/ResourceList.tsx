import { Badge, Title, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { kindOf, type ResourceKind } from './queries';

const KINDS: readonly ResourceKind[] = [
  'processes',
  'decisions',
  'forms',
  'catalogues',
  'templates',
  'registers',
  'others',
];

/** The files of the release by kind; changed ones say so. */
export function ResourceList({
  resources,
  changes,
  open,
  onOpen,
}: {
  resources: readonly { name: string }[];
  changes: ReadonlyMap<string, string>;
  open: string | null;
  onOpen: (name: string) => void;
}) {
  const { t } = useTranslation();
  const names = [...new Set([...resources.map(({ name }) => name), ...changes.keys()])].sort();
  return (
    <nav aria-label={t('definitions.files')}>
      {KINDS.map((kind) => {
        const ofKind = names.filter((name) => kindOf(name) === kind);
        if (ofKind.length === 0) return null;
        return (
          <section key={kind}>
            <Title order={3} p="sm" pb={0}>
              {t(`definitions.${kind}`)}
            </Title>
            <ul className="task-list">
              {ofKind.map((name) => (
                <li key={name}>
                  <UnstyledButton
                    className="task-row"
                    w="100%"
                    aria-current={name === open}
                    onClick={() => onOpen(name)}
                  >
                    {name.split('/').at(-1)}{' '}
                    {changes.has(name) && (
                      <Badge size="xs" variant="light" c="red.9" tt="none">
                        {t('definitions.changed')}
                      </Badge>
                    )}
                  </UnstyledButton>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}
