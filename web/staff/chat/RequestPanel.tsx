import { Button, Divider, Radio, Select, Stack, Text, Textarea, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Conversation, Page } from '../../../protocol/product';
import { api } from '../../ui/api';
import { formatDate } from '../../ui/time';
import { Icon } from '../app/Icon';
import { ErrorState, LoadingRows } from '../app/states';
import { conversationQuery, useCatalogue } from './queries';
import { FINISH_BOX } from './shortcuts';

const OUTCOMES = ['answered', 'referred', 'escalated'] as const;
type Outcome = (typeof OUTCOMES)[number];

/** What the citizen asks, its classification, how the attention ends, and the citizen's earlier requests. */
export function RequestPanel({ conversationId, onFinished }: { conversationId: string; onFinished: () => void }) {
  const { t } = useTranslation();
  const conversation = useQuery(conversationQuery(conversationId));
  if (!conversation.data) return <LoadingRows />;
  return (
    <aside className="card desk-side" aria-label={t('chat.details')}>
      <Stack p="md" gap="lg">
        <Section title={t('chat.summary')}>
          <Text size="sm">{conversation.data.summary ?? '—'}</Text>
        </Section>
        {conversation.data.state === 'closed' ? null : (
          <Finish key={conversation.data.userTaskKey} conversation={conversation.data} onFinished={onFinished} />
        )}
        <Earlier conversation={conversation.data} />
      </Stack>
    </aside>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} mb={6}>
        {title}
      </Title>
      {children}
    </section>
  );
}

/** Classification and outcome, sent together as the completion of the task `answer-request`. */
function Finish({ conversation, onFinished }: { conversation: Conversation; onFinished: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const types = useCatalogue('request-types');
  const areas = useCatalogue('areas');
  const [type, setType] = useState(conversation.type);
  const [area, setArea] = useState(conversation.area);
  const [outcome, setOutcome] = useState<Outcome>('answered');
  const [reason, setReason] = useState('');
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const isCorrected = type !== conversation.declaredType || area !== conversation.declaredArea;
  const needsReason = isCorrected || outcome !== 'answered';
  const finish = useMutation({
    mutationFn: () =>
      api(`/v2/user-tasks/${conversation.userTaskKey}/completion`, {
        method: 'POST',
        idempotencyKey,
        body: { variables: { outcome, type, area, ...(reason.trim() ? { reason: reason.trim() } : {}) } },
      }),
    onSuccess: async () => {
      notifications.show({ message: t('chat.finished'), color: 'green' });
      await queries.invalidateQueries({ queryKey: ['conversations'] });
      onFinished();
    },
  });
  return (
    <>
      <Section title={t('chat.classify')}>
        <Stack gap="xs">
          <Text size="xs" c="dimmed">
            {t('chat.declared')}: {types.labelOf(conversation.declaredType)} ·{' '}
            {areas.labelOf(conversation.declaredArea)}
          </Text>
          <Select
            label={t('chat.type')}
            data={types.choices}
            value={type}
            allowDeselect={false}
            onChange={(next) => next && setType(next)}
            searchable
          />
          <Select
            label={t('chat.area')}
            data={areas.choices}
            value={area}
            allowDeselect={false}
            onChange={(next) => next && setArea(next)}
            searchable
          />
        </Stack>
      </Section>
      <Divider />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          finish.mutate();
        }}
      >
        <Section title={t('chat.finish')}>
          <Stack gap="sm">
            {finish.error && <ErrorState error={finish.error} />}
            <Radio.Group aria-label={t('chat.finish')} value={outcome} onChange={(next) => setOutcome(next)}>
              <Stack gap="xs">
                {OUTCOMES.map((value) => (
                  <Radio
                    key={value}
                    value={value}
                    label={t(`chat.${value}`)}
                    description={t(`chat.${value}Help`)}
                    {...(value === outcome ? { id: FINISH_BOX } : {})}
                  />
                ))}
              </Stack>
            </Radio.Group>
            <Textarea
              label={t('chat.reason')}
              description={isCorrected ? t('chat.reasonHelp') : undefined}
              autosize
              minRows={2}
              maxLength={500}
              required={needsReason}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            <Button
              type="submit"
              disabled={!conversation.userTaskKey || (needsReason && reason.trim() === '')}
              loading={finish.isPending}
              leftSection={<Icon name="check" size={18} />}
            >
              {conversation.userTaskKey ? t('chat.finish') : t('chat.preparing')}
            </Button>
          </Stack>
        </Section>
      </form>
    </>
  );
}

function Earlier({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation();
  const citizenId = conversation.citizen?.id;
  const types = useCatalogue('request-types');
  const earlier = useQuery({
    queryKey: ['conversations', 'citizen', citizenId],
    queryFn: () => api<Page<Conversation>>(`/api/conversations?citizen=${citizenId}`).then(({ items }) => items),
    enabled: citizenId !== undefined,
  });
  const others = (earlier.data ?? []).filter((other) => other.id !== conversation.id);
  return (
    <Section title={t('chat.earlier')}>
      {earlier.isError && <ErrorState error={earlier.error} />}
      {earlier.data && others.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('chat.noEarlier')}
        </Text>
      )}
      {others.map((other) => (
        <Link key={other.id} to={`/chat/${other.id}`} className="task-row">
          <Text size="sm" fw={600}>
            {other.requestNumber}
          </Text>
          <Text size="xs" c="dimmed">
            {formatDate(other.openedAt)} · {types.labelOf(other.type)}
          </Text>
        </Link>
      ))}
    </Section>
  );
}
