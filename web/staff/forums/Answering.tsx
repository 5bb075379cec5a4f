import { Button, Textarea, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Forum, ForumItemView } from '../../../protocol/forums';
import { api } from '../../ui/api';
import type { ForumLog } from '../../ui/forum/forumLog';
import { EmptyState, ErrorState } from '../app/states';
import { Waiting } from './Waiting';

/** What was passed to the expert and waits for his answer. */
export function Answering({ forum, log }: { forum: Forum; log: ForumLog }) {
  const { t } = useTranslation();
  const waiting = log.items.filter(({ state, answers }) => state === 'passed' && answers.length === 0);
  return (
    <section className="card forum-panel" aria-labelledby="to-answer">
      <Title order={2} id="to-answer" size="h4" mb="sm">
        {t('forums.toAnswer')} ({waiting.length})
      </Title>
      {waiting.length === 0 && (
        <EmptyState icon="check" title={t('forums.nothingToAnswer')}>
          {t('forums.nothingToAnswerHelp')}
        </EmptyState>
      )}
      <ol className="forum-list" aria-live="polite">
        {waiting.map((item) => (
          <li key={item.seq} className="forum-entry">
            <Question forum={forum} item={item} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Question({ forum, item }: { forum: Forum; item: ForumItemView }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  // One id for all tries of this answer: sent again it is the same one.
  const [clientMessageId] = useState(() => crypto.randomUUID());
  const answer = useMutation({
    mutationFn: () =>
      api(`/api/forums/${encodeURIComponent(forum.id)}/items/${item.seq}/answers`, {
        method: 'POST',
        body: { clientMessageId, text: text.trim() },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['forum-items', forum.id] }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') answer.mutate();
      }}
    >
      <Waiting item={item} />
      {answer.error && <ErrorState error={answer.error} />}
      <Textarea
        label={t('forums.answer')}
        value={text}
        maxLength={4_000}
        required
        autosize
        minRows={2}
        mt="xs"
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button size="xs" type="submit" mt="xs" loading={answer.isPending}>
        {t('forums.sendAnswer')}
      </Button>
    </form>
  );
}
