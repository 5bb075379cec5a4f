import { Badge, Group, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ForumItemView } from '../../../protocol/forums';
import { threadsOf, type ForumLog } from '../../ui/forum/forumLog';
import { formatTime } from '../../ui/time';

/** All that was decided on, in its threads; who runs the forum sees what was declined too. */
export function Transcript({ log }: { log: ForumLog }) {
  const { t } = useTranslation();
  const decided = log.items.filter(({ state }) => state !== 'pending');
  return (
    <section className="card forum-panel" aria-labelledby="transcript">
      <Title order={2} id="transcript" size="h4" mb="sm">
        {t('forums.transcript')}
      </Title>
      {decided.length === 0 && <Text c="dimmed">{t('forums.nothingPublished')}</Text>}
      <ol className="forum-list">
        {threadsOf(decided).map(({ item, replies }) => (
          <li key={item.seq}>
            <Said item={item} />
            {replies.length > 0 && (
              <ol className="forum-list forum-replies">
                {replies.map((reply) => (
                  <li key={reply.seq}>
                    <Said item={reply} />
                  </li>
                ))}
              </ol>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Said({ item }: { item: ForumItemView }) {
  const { t } = useTranslation();
  return (
    <article className="forum-entry">
      <Group gap="xs">
        <Text size="sm" fw={600}>
          {item.author.name} · {t(`forums.kind.${item.kind}`)} · {formatTime(item.at)}
        </Text>
        {item.state !== 'published' && (
          <Badge size="sm" variant="light" color={item.state === 'declined' ? 'red' : 'cauce'} c="dark" tt="none">
            {t(`forums.itemState.${item.state}`)}
          </Badge>
        )}
      </Group>
      <Text className="forum-words">{item.text}</Text>
      {item.reason && (
        <Text size="sm" c="dimmed">
          {t('forums.declinedBecause', { reason: item.reason })}
        </Text>
      )}
      {item.answers.map((answer) => (
        <div key={answer.seq} className="forum-reply">
          <Text size="sm" fw={600}>
            {answer.author} · {formatTime(answer.at)}
          </Text>
          <Text className="forum-words">{answer.text}</Text>
        </div>
      ))}
    </article>
  );
}
