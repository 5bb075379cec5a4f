import { Alert, Button, Group, SegmentedControl, Table, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { Programme, ProgrammeShift } from '../../../protocol/programme';
import { dayOf, formatDateTime, formatTime } from '../../ui/time';
import { EmptyState, ErrorState, LoadingRows, PageHeader } from '../app/states';
import { usePerson } from '../app/session';
import { Drafts } from './Drafts';
import './programme.css';
import { programmeQuery } from './queries';
import { addDays, dayName, localOf, mondayOf, shortDay } from './week';
import { WeekCalendar, type CalendarShift } from './WeekCalendar';

/** The programme of a week, by its address: as a calendar or as a table, and for who drafts it the way to edit it. */
export function ProgrammePage() {
  const { t } = useTranslation();
  const person = usePerson();
  const [search, setSearch] = useSearchParams();
  const week = mondayOf(search.get('semana') ?? dayOf(Date.now()));
  const view = search.get('vista') === 'tabla' ? 'tabla' : 'calendario';
  const programme = useQuery(programmeQuery(week));
  const weekLink = (monday: string): string => `?semana=${monday}&vista=${view}`;
  return (
    <>
      <PageHeader title={t('programme.title')} description={t('programme.description')} />
      {person.roles.includes('gerop') && <Drafts />}
      <Group justify="space-between" mb="md">
        <Title order={2} size="h4">
          {t('programme.week', { from: shortDay(week), to: shortDay(addDays(week, 6)) })}
        </Title>
        <Group gap="xs">
          <Button component={Link} to={weekLink(addDays(week, -7))} variant="default" size="xs">
            {t('programme.previous')}
          </Button>
          <Button component={Link} to={weekLink(mondayOf(dayOf(Date.now())))} variant="default" size="xs">
            {t('programme.thisWeek')}
          </Button>
          <Button component={Link} to={weekLink(addDays(week, 7))} variant="default" size="xs">
            {t('programme.next')}
          </Button>
          <SegmentedControl
            aria-label={t('programme.view')}
            size="xs"
            value={view}
            onChange={(next) => setSearch({ semana: week, vista: next }, { replace: true })}
            data={[
              { value: 'calendario', label: t('programme.calendar') },
              { value: 'tabla', label: t('programme.table') },
            ]}
          />
        </Group>
      </Group>
      {programme.isPending && <LoadingRows />}
      {programme.isError && <ErrorState error={programme.error} retry={() => void programme.refetch()} />}
      {programme.data && <Week programme={programme.data} view={view} />}
    </>
  );
}

function Week({ programme, view }: { programme: Programme; view: 'calendario' | 'tabla' }) {
  const { t } = useTranslation();
  return (
    <>
      <Publication programme={programme} />
      {programme.shifts.length === 0 ? (
        <div className="card">
          <EmptyState icon="clock" title={t('programme.empty')}>
            {t('programme.emptyHelp')}
          </EmptyState>
        </div>
      ) : view === 'tabla' ? (
        <ShiftTable shifts={programme.shifts} />
      ) : (
        <WeekCalendar
          week={programme.week}
          shifts={programme.shifts.map((shift) => inCalendar(shift, t(`programme.state.${shift.state}`)))}
          holidays={new Map(programme.holidays.map(({ date, name }) => [date, name]))}
        />
      )}
    </>
  );
}

/** K-1: whether the programme is there, since when, and whether that was in time. */
function Publication({ programme }: { programme: Programme }) {
  const { t } = useTranslation();
  const { state, number = '', publishedAt, publishBy, isOnTime, version } = programme;
  if (state === 'published' && publishedAt) {
    return (
      <Alert color={isOnTime ? 'green' : 'yellow'} mb="md" py="xs">
        {t('programme.published', { number, when: formatDateTime(publishedAt) })}{' '}
        {t(isOnTime ? 'programme.onTime' : 'programme.notOnTime')}. {t('programme.versions', { version })}.
      </Alert>
    );
  }
  return (
    <Alert color="yellow" mb="md" py="xs">
      {state === 'late' && publishBy
        ? t('programme.late', { when: formatDateTime(publishBy) })
        : t('programme.missing')}
    </Alert>
  );
}

function inCalendar(shift: ProgrammeShift, state: string): CalendarShift {
  const { id, startsAt, endsAt, advisors, forum, room } = shift;
  const tone = ({ open: 'open', unattended: 'late', closed: 'done', planned: undefined } as const)[shift.state];
  return {
    key: id,
    date: localOf(startsAt).date,
    from: localOf(startsAt).time,
    to: localOf(endsAt).time,
    room: room.name,
    lines: [advisors.map(({ name }) => name).join(', '), forum?.topic ?? '', state].filter(Boolean),
    ...(tone ? { tone } : {}),
  };
}

function ShiftTable({ shifts }: { shifts: readonly ProgrammeShift[] }) {
  const { t } = useTranslation();
  const names = (people: readonly { name: string }[]): string => people.map(({ name }) => name).join(', ') || '–';
  return (
    <div className="card table-scroll" tabIndex={0} role="region" aria-label={t('programme.title')}>
      <Table verticalSpacing="sm" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            {['day', 'room', 'from', 'to', 'advisors', 'present', 'forum', 'stateLabel'].map((column) => (
              <Table.Th key={column} scope="col">
                {t(`programme.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shifts.map((shift) => (
            <Table.Tr key={shift.id}>
              <Table.Td>{dayName(localOf(shift.startsAt).date)}</Table.Td>
              <Table.Td>{shift.room.name}</Table.Td>
              <Table.Td>{formatTime(shift.startsAt)}</Table.Td>
              <Table.Td>{formatTime(shift.endsAt)}</Table.Td>
              <Table.Td>{names(shift.advisors)}</Table.Td>
              <Table.Td>{names(shift.present)}</Table.Td>
              <Table.Td>{shift.forum?.topic ?? '–'}</Table.Td>
              <Table.Td>
                {t(`programme.state.${shift.state}`)}
                {shift.reason && ` · ${shift.reason}`}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
