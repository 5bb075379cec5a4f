import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProcessInstance } from '../../ui/engine';

const LOOKS = {
  ACTIVE: ['active', 'blue.9'],
  COMPLETED: ['completed', '#1e6b2e'],
  TERMINATED: ['canceled', 'gray.8'],
} as const;

/** State of an instance in a word; an incident comes first. */
export function StateBadge({ instance }: { instance: Pick<ProcessInstance, 'state' | 'hasIncident'> }) {
  const { t } = useTranslation();
  const [text, color] = instance.hasIncident ? (['incident', 'red.9'] as const) : LOOKS[instance.state];
  return (
    <Badge variant="light" c={color} tt="none">
      {t(`instances.${text}`)}
    </Badge>
  );
}
