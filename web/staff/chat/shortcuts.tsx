import { Kbd, Modal, Table } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

const STORAGE_KEY = 'cauce.shortcuts';
const NEVER: string[] = [];

export const REPLY_BOX = 'respuesta';
export const FINISH_BOX = 'cerrar-atencion';

export interface Shortcuts {
  on: boolean;
  setOn: (on: boolean) => void;
  helpOpened: boolean;
  closeHelp: () => void;
}

/** Keys of the desk; they can be switched off, as WCAG 2.1.4 asks of single-key shortcuts. */
export function useShortcuts({ next, previous }: { next: () => void; previous: () => void }): Shortcuts {
  const [on, setOnState] = useState(() => localStorage.getItem(STORAGE_KEY) !== 'off');
  const [helpOpened, setHelpOpened] = useState(false);
  const when = (run: () => void) => () => on && run();
  useHotkeys(
    [
      ['alt+J', when(next)],
      ['alt+K', when(previous)],
      ['alt+L', when(() => document.getElementById(REPLY_BOX)?.focus())],
      ['alt+E', when(() => document.getElementById(FINISH_BOX)?.focus())],
    ],
    NEVER,
  );
  useHotkeys([['shift+?', when(() => setHelpOpened(true))]]);
  return {
    on,
    setOn: (value) => {
      localStorage.setItem(STORAGE_KEY, value ? 'on' : 'off');
      setOnState(value);
    },
    helpOpened,
    closeHelp: () => setHelpOpened(false),
  };
}

const KEYS = [
  ['next', 'Alt+J'],
  ['previous', 'Alt+K'],
  ['reply', 'Alt+L'],
  ['resolve', 'Alt+E'],
  ['help', '?'],
] as const;

export function ShortcutHelp({ shortcuts }: { shortcuts: Shortcuts }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={shortcuts.helpOpened}
      onClose={shortcuts.closeHelp}
      title={t('chat.shortcuts')}
      closeButtonProps={{ 'aria-label': t('definitions.cancel') }}
    >
      <Table>
        <Table.Tbody>
          {KEYS.map(([key, combination]) => (
            <Table.Tr key={key}>
              <Table.Th scope="row">{t(`chat.keys.${key}`)}</Table.Th>
              <Table.Td>
                <Kbd>{combination}</Kbd>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
