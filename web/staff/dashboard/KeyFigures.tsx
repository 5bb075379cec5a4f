import { Anchor, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Figure } from '../../../protocol/indicators';
import { amountOf, figuresQuery, targetOf } from '../../ui/figures';
import { ErrorState, LoadingRows } from '../app/states';

/** O-1: what an adequate and efficient attention is measured by. */
const KEY_FIGURES = ['attended-share', 'wait', 'first-reply', 'satisfaction', 'quality-score'];

/** The five figures of the present month with target and trend; each opens the rows behind it. */
export function KeyFigures() {
  const { t } = useTranslation();
  const view = useQuery(figuresQuery());
  const figures = KEY_FIGURES.flatMap((id) => view.data?.figures.find((one) => one.id === id) ?? []);
  return (
    <section>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{t('indicators.month')}</Title>
        <Anchor component={Link} to="/indicadores" size="sm" underline="always">
          {t('indicators.all')}
        </Anchor>
      </Group>
      {view.isPending && <LoadingRows rows={2} height={96} />}
      {view.isError && <ErrorState error={view.error} retry={() => void view.refetch()} />}
      <SimpleGrid cols={{ base: 2, md: 5 }} mb="lg">
        {figures.map((figure) => (
          <KeyFigure key={figure.id} figure={figure} />
        ))}
      </SimpleGrid>
    </section>
  );
}

function KeyFigure({ figure }: { figure: Figure }) {
  const { t } = useTranslation();
  const target = targetOf(figure);
  return (
    <Stack className="card" p="md" gap={4}>
      <Text size="sm" c="dimmed">
        {figure.label}
      </Text>
      <Text component="div" className={`figure ${figure.isMet === false ? 'late' : ''}`}>
        {amountOf(figure.value, figure.unit) ?? t('indicators.noValue')}
      </Text>
      <Text size="sm">
        {[target && t('indicators.targetOf', { target }), figure.trend && t(`indicators.${figure.trend}`)]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      <Anchor
        component={Link}
        to={`/indicadores/${figure.id}`}
        size="sm"
        aria-label={`${t('dashboard.seeRows')}: ${figure.label}`}
        underline="always"
      >
        {t('dashboard.seeRows')}
      </Anchor>
    </Stack>
  );
}
