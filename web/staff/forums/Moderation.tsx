import { Button, Group, Text, Textarea, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Forum, ForumItemView } from '../../../protocol/forums';
import { api } from '../../ui/api';
import type { ForumLog } from '../../ui/forum/forumLog';
import { EmptyState, ErrorState } from '../app/states';
import { Waiting } from './Waiting';

type Decision = 'published' | 'passed' | 'declined';

/** What waits for the moderator, what is due first on top. Keys work on the contribution that has the focus only. */
export function Moderation({ forum, log }: { forum: Forum; log: ForumLog }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const list = useRef<HTMLOListElement>(null);
  const [declining, setDeclining] = useState<number>();
  const pending = log.items.filter(({ state }) => state === 'pending');
  const refresh = () => queries.invalidateQueries({ queryKey: ['forum-items', forum.id] });
  const decide = useMutation({
    mutationFn: ({ seq, ...body }: { seq: number; decision: Decision; reason?: string }) =>
      api(`/api/forums/${encodeURIComponent(forum.id)}/items/${seq}/moderation`, { method: 'POST', body }),
    // A refusal leaves the reason that was being written.
    onError: refresh,
    onSuccess: async () => {
      setDeclining(undefined);
      await refresh();
      list.current?.querySelector<HTMLElement>('[data-item]')?.focus();
    },
  });
  const onKey = (event: KeyboardEvent<HTMLElement>, { seq }: ForumItemView): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      p: () => decide.mutate({ seq, decision: 'published' }),
      e: () => decide.mutate({ seq, decision: 'passed' }),
      d: () => setDeclining(seq),
      arrowdown: () => focusOf(event.currentTarget.nextElementSibling),
      arrowup: () => focusOf(event.currentTarget.previousElementSibling),
    }[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <section className="card forum-panel" aria-labelledby="to-moderate">
      <Title order={2} id="to-moderate" size="h4">
        {t('forums.toModerate')} ({pending.length})
      </Title>
      <Text size="xs" c="dimmed" mb="sm">
        {t('forums.keys')}
      </Text>
      {decide.error && <ErrorState error={decide.error} />}
      {pending.length === 0 && (
        <EmptyState icon="check" title={t('forums.nothingToModerate')}>
          {t('forums.nothingToModerateHelp')}
        </EmptyState>
      )}
      <ol className="forum-list" ref={list} aria-live="polite">
        {pending.map((item) => (
          <li
            key={item.seq}
            data-item
            tabIndex={0}
            className="forum-entry"
            aria-label={`${t(`forums.kind.${item.kind}`)}, ${item.author.name}`}
            onKeyDown={(event) => onKey(event, item)}
          >
            <Waiting item={item} />
            {declining === item.seq ? (
              <Declining
                busy={decide.isPending}
                onCancel={() => setDeclining(undefined)}
                onDecline={(reason) => decide.mutate({ seq: item.seq, decision: 'declined', reason })}
              />
            ) : (
              <Group gap="xs" mt="xs">
                <Button size="xs" onClick={() => decide.mutate({ seq: item.seq, decision: 'published' })}>
                  {t('forums.publish')}
                </Button>
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => decide.mutate({ seq: item.seq, decision: 'passed' })}
                >
                  {t('forums.pass')}
                </Button>
                <Button size="xs" variant="default" onClick={() => setDeclining(item.seq)}>
                  {t('forums.decline')}
                </Button>
              </Group>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Declining(props: { busy: boolean; onCancel: () => void; onDecline: (reason: string) => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== '') props.onDecline(reason.trim());
      }}
    >
      <Textarea
        label={t('forums.reason')}
        value={reason}
        maxLength={500}
        required
        autoFocus
        autosize
        minRows={2}
        mt="xs"
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Group gap="xs" mt="xs">
        <Button size="xs" type="submit" color="red.8" loading={props.busy}>
          {t('forums.declineNow')}
        </Button>
        <Button size="xs" variant="default" onClick={props.onCancel}>
          {t('forums.cancel')}
        </Button>
      </Group>
    </form>
  );
}

function focusOf(element: Element | null): void {
  if (element instanceof HTMLElement) element.focus();
}
