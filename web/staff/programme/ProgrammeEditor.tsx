import { Alert, Button, Group, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { formatDay } from '../../ui/time';
import { api } from '../../ui/api';
import { catalogueQuery, labelIn } from '../app/catalogues';
import { usePerson } from '../app/session';
import { ErrorState } from '../app/states';
import type { TaskDetails } from '../forms/taskDetails';
import { copiedTo, forgetDraft, keepDraft, readDraft, type DraftShift } from './draft';
import { programmeQuery } from './queries';
import { ShiftForm } from './ShiftForm';
import { weekDays } from './week';
import { WeekCalendar } from './WeekCalendar';

/** The programme of a week in the making: shifts in the calendar, the chosen one in a form, then on to its confirmation. */
export function ProgrammeEditor({ details, week }: { details: TaskDetails; week: string }) {
  const { t } = useTranslation();
  const { userTaskKey } = details.task;
  const [shifts, setShifts] = useState(() => readDraft(userTaskKey, details.variables.shifts));
  const [selected, setSelected] = useState<number>();
  const rooms = useQuery(catalogueQuery('rooms'));
  const people = useQuery(catalogueQuery('people:asesor'));
  const programme = useQuery(programmeQuery(week));
  const holidays = new Map((programme.data?.holidays ?? []).map(({ date, name }) => [date, name]));
  const forums = forumsOf(details);
  const save = (next: DraftShift[]): void => {
    setShifts(next);
    keepDraft(userTaskKey, next);
  };
  const add = (date: string): void => {
    save([...shifts, { date, room: 'becas', from: '08:00', to: '12:00', advisors: [], forum: null }]);
    setSelected(shifts.length);
  };
  const chosen = selected === undefined ? undefined : shifts[selected];
  return (
    <section className="card programme-editor" aria-labelledby="editor-title">
      <Title order={2} id="editor-title" size="h4">
        {t('programme.edit', { week: formatDay(week) })}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('programme.draftKept')}
      </Text>
      <Problems problems={details.variables.problems} rooms={rooms.data ?? []} />
      <WeekCalendar
        week={week}
        holidays={holidays}
        selected={selected === undefined ? undefined : String(selected)}
        onSelect={(key) => setSelected(Number(key))}
        shifts={shifts.map((shift, index) => ({
          key: String(index),
          ...{ date: shift.date, from: shift.from, to: shift.to },
          room: labelIn(rooms.data ?? [], shift.room),
          lines: [
            shift.advisors.map((id) => labelIn(people.data ?? [], id)).join(', ') || '—',
            forums.find(({ value }) => value === shift.forum)?.label ?? '',
          ].filter(Boolean),
        }))}
        foot={(date) => (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => add(date)}
            aria-label={`${t('programme.addShift')}, ${date}`}
          >
            {t('programme.addShift')}
          </Button>
        )}
      />
      {chosen && selected !== undefined && (
        <ShiftForm
          key={selected}
          shift={chosen}
          rooms={rooms.data ?? []}
          people={people.data ?? []}
          forums={forums}
          onChange={(next) => save(shifts.map((one, index) => (index === selected ? next : one)))}
          onCopy={() => save([...shifts, ...copiedTo(chosen, weekDays(week), new Set(holidays.keys()))])}
          onRemove={() => {
            save(shifts.filter((_, index) => index !== selected));
            setSelected(undefined);
          }}
        />
      )}
      <Send userTaskKey={userTaskKey} isAssigned={details.task.assignee !== undefined} shifts={shifts} />
    </section>
  );
}

function Send({ userTaskKey, isAssigned, shifts }: { userTaskKey: string; isAssigned: boolean; shifts: DraftShift[] }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const person = usePerson();
  const [, setSearch] = useSearchParams();
  const send = useMutation({
    mutationFn: async () => {
      const path = `/v2/user-tasks/${userTaskKey}`;
      if (!isAssigned) await api(`${path}/assignment`, { method: 'POST', body: { assignee: person.id } });
      await api(`${path}/completion`, { method: 'POST', body: { variables: { shifts } } });
    },
    onSuccess: async () => {
      forgetDraft(userTaskKey);
      notifications.show({ message: t('programme.sent') });
      setSearch({}, { replace: true });
      await queries.invalidateQueries({ queryKey: ['tasks'] });
    },
  });
  return (
    <>
      {send.error && <ErrorState error={send.error} />}
      <Group mt="md">
        <Button loading={send.isPending} onClick={() => send.mutate()}>
          {t('programme.send')}
        </Button>
      </Group>
    </>
  );
}

/** What the process found in the draft before, in words: `code date room`. */
function Problems({ problems, rooms }: { problems: unknown; rooms: { id: string; label: string }[] }) {
  const { t } = useTranslation();
  const found = Array.isArray(problems) ? problems.filter((one): one is string => typeof one === 'string') : [];
  if (found.length === 0) return null;
  return (
    <Alert color="red" title={t('programme.problems')} role="alert" mb="sm">
      <ul>
        {found.map((problem) => {
          const [code = '', date = '', room = ''] = problem.split(' ');
          return (
            <li key={problem}>
              {date} {labelIn(rooms, room)}: {t(`programme.problem.${code}`)}
            </li>
          );
        })}
      </ul>
    </Alert>
  );
}

function forumsOf({ variables }: TaskDetails): { value: string; label: string }[] {
  const forums = variables.forums;
  return Array.isArray(forums) ? (forums as { value: string; label: string }[]) : [];
}
