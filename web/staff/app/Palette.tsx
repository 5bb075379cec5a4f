import { Spotlight, spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Page, RequestSummary } from '../../../protocol/product';
import { api } from '../../ui/api';
import { Icon } from './Icon';
import { navigationFor } from './navigation';
import { usePerson } from './session';

export const openPalette = (): void => spotlight.open();

/** Ctrl+K: go to a screen, or find a request by its number or by the citizen's document. */
export function Palette() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const person = usePerson();
  const [query, setQuery] = useState('');
  const [wanted] = useDebouncedValue(query.trim(), 250);
  const isNumber = /\d{3,}/.test(wanted);
  const found = useQuery({
    queryKey: ['search', wanted],
    queryFn: () => api<Page<RequestSummary>>(`/api/search?q=${encodeURIComponent(wanted)}`),
    enabled: isNumber,
  });
  const screens: SpotlightActionData[] = navigationFor(person.roles).map((entry) => ({
    id: entry.path,
    label: t(`nav.${entry.label}`),
    leftSection: <Icon name={entry.icon} />,
    onClick: () => void navigate(entry.path),
  }));
  const requests: SpotlightActionData[] = (found.data?.items ?? []).map((request) => ({
    id: request.requestNumber,
    label: request.requestNumber,
    description: request.citizen.name,
    keywords: [wanted],
    leftSection: <Icon name="file" />,
    onClick: () =>
      void navigate(
        person.roles.includes('asesor') && request.conversationId
          ? `/chat/${request.conversationId}`
          : `/instancias/${request.processInstanceKey}`,
      ),
  }));
  const actions: SpotlightActionGroupData[] = [
    { group: t('palette.screens'), actions: screens },
    ...(requests.length > 0 ? [{ group: t('palette.requests'), actions: requests }] : []),
  ];
  return (
    <Spotlight
      actions={actions}
      query={query}
      onQueryChange={setQuery}
      nothingFound={t('palette.nothing')}
      shortcut="mod + K"
      attributes={{ content: { 'aria-label': t('shell.search') } }}
      searchProps={{
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.placeholder'),
        leftSection: <Icon name="search" />,
      }}
    />
  );
}
