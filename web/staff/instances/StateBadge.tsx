import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProcessInstance } from '../../ui/engine';

const LOOKS = {
  ACTIVE: ['active', '#1c3f7a'],
  COMPLETED: ['completed', '#14532d'],
  TERMINATED: ['canceled', 'gray.8'],
} as const;

/** State of an instance in a word; an incident comes first. */
export function StateBadge({ instance }: { instance: Pick<ProcessInstance, 'state' | 'hasIncident'> }) {
  const { t } = useTranslation();
  const [text, color] = instance.hasIncident ? (['incident', '#8c1313'] as const) : LOOKS[instance.state];
  return (
    <Badge variant="light" c={color} tt="none">
      {t(`instances.${text}`)}
    </Badge>
  );
}
