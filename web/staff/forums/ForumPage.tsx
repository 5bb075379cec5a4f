import { Alert, Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { Forum } from '../../../protocol/forums';
import type { ForumLog } from '../../ui/forum/forumLog';
import { formatDateTime, formatTime } from '../../ui/time';
import { ErrorState, LoadingRows, PageHeader } from '../app/states';
import { Answering } from './Answering';
import { ForumState } from './ForumsPage';
import './forums.css';
import { Moderation } from './Moderation';
import { forumQuery, useForumLog } from './queries';
import { Transcript } from './Transcript';

/** A forum as the moderator, its expert or who follows it up sees it. */
export function ForumPage() {
  const { forumId = '' } = useParams();
  const forum = useQuery(forumQuery(forumId));
  const log = useForumLog(forumId);
  const error = forum.error ?? log.error;
  if (error && !(forum.data && log.data))
    return <ErrorState error={error} retry={() => void Promise.all([forum.refetch(), log.refetch()])} />;
  if (!forum.data || !log.data) return <LoadingRows />;
  return <OpenForum forum={forum.data} log={log.data} />;
}

function OpenForum({ forum, log }: { forum: Forum; log: ForumLog }) {
  const { t } = useTranslation();
  const when = `${formatDateTime(forum.startsAt)} – ${formatTime(forum.endsAt)}`;
  return (
    <>
      <Anchor component={Link} to="/foros" size="sm">
        {t('forums.title')}
      </Anchor>
      <PageHeader
        title={forum.topic}
        description={`${when} · ${forum.population} · ${forum.experts.map(({ name }) => name).join(', ')}`}
        actions={<ForumState state={log.state} />}
      />
      <Text mb="sm">{t(`forums.role.${forum.role}`)}</Text>
      {log.state !== 'live' && (
        <Alert color="gray" role="status" mb="md">
          {t('forums.notLive')}
        </Alert>
      )}
      <div className="forum-desk">
        {forum.role === 'moderator' && <Moderation forum={forum} log={log} />}
        {forum.role === 'expert' && <Answering forum={forum} log={log} />}
        <Transcript log={log} />
      </div>
    </>
  );
}
