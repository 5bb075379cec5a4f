import { Anchor, Badge, Group, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Page, Room } from '../../../protocol/product';
import { api } from '../../ui/api';
import type { SearchPage } from '../../ui/engine';
import { ErrorState, LoadingRows, PageHeader } from '../app/states';
import { KeyFigures } from './KeyFigures';

const BOGOTA_OFFSET = '-05:00';
const REFRESH_MS = 10_000;
const WIDGET_DEMO = '/widget/demo.html';

const count = (path: string, filter: object): Promise<number> =>
  api<SearchPage<unknown>>(path, { method: 'POST', body: { filter, page: { limit: 1 } } }).then(
    ({ page }) => page.totalItems,
  );

/** Midnight in Bogotá of the day that `now` falls on there. */
function startOfToday(now: Date): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Bogota' }).format(now);
  return new Date(`${day}T00:00:00${BOGOTA_OFFSET}`).toISOString();
}

async function loadFigures() {
  const now = new Date();
  const [running, finishedToday, incidents, late] = await Promise.all([
    count('/v2/process-instances/search', { state: 'ACTIVE' }),
    count('/v2/process-instances/search', { state: 'COMPLETED', endDate: { $gte: startOfToday(now) } }),
    count('/v2/incidents/search', { state: 'ACTIVE' }),
    count('/v2/user-tasks/search', { state: 'CREATED', dueDate: { $lt: now.toISOString() } }),
  ]);
  return { running, finishedToday, incidents, late };
}

/** The owner's first look: what runs, what is late, what stopped; each figure leads to its rows. */
export function DashboardPage() {
  const { t } = useTranslation();
  const figures = useQuery({ queryKey: ['figures'], queryFn: loadFigures, refetchInterval: REFRESH_MS });
  return (
    <>
      <PageHeader title={t('dashboard.title')} description={t('dashboard.description')} />
      {figures.isPending && <LoadingRows rows={2} height={96} />}
      {figures.isError && <ErrorState error={figures.error} retry={() => void figures.refetch()} />}
      {figures.data && (
        <SimpleGrid cols={{ base: 2, md: 4 }} mb="lg">
          <Figure label={t('dashboard.running')} value={figures.data.running} to="/instancias?estado=ACTIVE" />
          <Figure
            label={t('dashboard.finishedToday')}
            value={figures.data.finishedToday}
            to="/instancias?estado=COMPLETED"
          />
          <Figure label={t('dashboard.late')} value={figures.data.late} to="/trabajo?filtro=late" alarming />
          <Figure
            label={t('dashboard.incidents')}
            value={figures.data.incidents}
            to="/instancias?incidentes=1"
            alarming
          />
        </SimpleGrid>
      )}
      <KeyFigures />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <ByProcess />
        <Rooms />
      </SimpleGrid>
    </>
  );
}

function Figure({
  label,
  value,
  to,
  alarming = false,
}: {
  label: string;
  value: number;
  to: string;
  alarming?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Stack className="card" p="md" gap={4}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text component="div" className={`figure ${alarming && value > 0 ? 'late' : ''}`}>
        {value}
      </Text>
      <Anchor component={Link} to={to} size="sm" aria-label={`${t('dashboard.seeRows')}: ${label}`} underline="always">
        {t('dashboard.seeRows')}
      </Anchor>
    </Stack>
  );
}

interface Row {
  id: string;
  name: string;
  active: number;
}

/** One count a process of the release; the instances themselves are not read. */
async function runningByProcess(): Promise<Row[]> {
  const { processes } = await api<{ processes: { processDefinitionId: string; name: string }[] }>(
    '/api/releases/current',
  );
  const rows = processes.map(async ({ processDefinitionId: id, name }) => ({
    id,
    name,
    active: await count('/v2/process-instances/search', { state: 'ACTIVE', processDefinitionId: id }),
  }));
  return (await Promise.all(rows)).sort((one, other) => other.active - one.active);
}

function ByProcess() {
  const { t } = useTranslation();
  const rows = useQuery({ queryKey: ['running-by-process'], queryFn: runningByProcess, refetchInterval: REFRESH_MS });
  return (
    <section className="card">
      <Title order={2} p="md">
        {t('dashboard.byProcess')}
      </Title>
      {rows.isError && <ErrorState error={rows.error} />}
      <Table horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('instances.process')}</Table.Th>
            <Table.Th scope="col" ta="right">
              {t('dashboard.running')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.data?.map((row) => (
            <Table.Tr key={row.id}>
              <Table.Th scope="row">
                <Link className="row-link" to={`/instancias?proceso=${row.id}&estado=ACTIVE`}>
                  {row.name}
                </Link>
              </Table.Th>
              <Table.Td ta="right">{row.active}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function Rooms() {
  const { t } = useTranslation();
  const rooms = useQuery({
    queryKey: ['rooms'],
    queryFn: () => api<Page<Room>>('/api/rooms').then(({ items }) => items),
    refetchInterval: REFRESH_MS,
  });
  // Served in development only.
  const demo = useQuery({
    queryKey: ['widget-demo'],
    queryFn: () => fetch(WIDGET_DEMO, { method: 'HEAD' }).then(({ ok }) => ok),
    staleTime: Infinity,
  });
  return (
    <section className="card">
      <Title order={2} p="md">
        {t('dashboard.rooms')}
      </Title>
      {rooms.isError && <ErrorState error={rooms.error} />}
      <Stack px="md" pb="md">
        {rooms.data?.map((room) => (
          <Group key={room.id} justify="space-between">
            <Text fw={600}>{room.name}</Text>
            <Group gap="xs">
              <Text size="sm">
                {room.waiting} {t('dashboard.waitingNow')}
              </Text>
              <Badge variant="light" c={room.open ? '#14532d' : 'gray.8'} tt="none">
                {t(room.open ? 'dashboard.open' : 'dashboard.closed')}
              </Badge>
            </Group>
          </Group>
        ))}
        {demo.data && (
          <Anchor href={WIDGET_DEMO} size="sm">
            {t('dashboard.widgetDemo')}
          </Anchor>
        )}
      </Stack>
    </section>
  );
}
