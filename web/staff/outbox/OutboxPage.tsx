import { Accordion, Badge, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { OutboxMail, Page } from '../../../protocol/product';
import { api } from '../../ui/api';
import { formatDateTime } from '../../ui/time';
import { EmptyState, ErrorState, LoadingRows, PageHeader } from '../app/states';

/** The mails that would have been sent, on a machine without SMTP_URL. */
export function OutboxPage() {
  const { t } = useTranslation();
  const mails = useQuery({
    queryKey: ['outbox'],
    queryFn: () => api<Page<OutboxMail>>('/api/outbox'),
    refetchInterval: 10_000,
  });
  return (
    <>
      <PageHeader title={t('outbox.title')} description={t('outbox.description')} />
      <div className="card">
        {mails.isPending && <LoadingRows />}
        {mails.isError && <ErrorState error={mails.error} retry={() => void mails.refetch()} />}
        {mails.data?.items.length === 0 && <EmptyState icon="mail" title={t('outbox.empty')} />}
        {mails.data && mails.data.items.length > 0 && (
          <Accordion>
            {mails.data.items.map((mail) => (
              <Accordion.Item key={mail.id} value={mail.id}>
                <Accordion.Control>
                  <Group justify="space-between" gap="xs">
                    <Text fw={600}>{mail.subject}</Text>
                    <Badge variant="light" color="gray" tt="none" c="dark">
                      {formatDateTime(mail.at)}
                    </Badge>
                  </Group>
                  <Text size="sm" c="dimmed">
                    {t('outbox.to')}: {mail.to}
                  </Text>
                </Accordion.Control>
                <Accordion.Panel>
                  <MailText text={mail.text} />
                </Accordion.Panel>
              </Accordion.Item>
            ))}
          </Accordion>
        )}
      </div>
    </>
  );
}

/** The text with its links to this site as links, so that an invitation can be followed. */
function MailText({ text }: { text: string }) {
  const parts = text.split(/(https?:\/\/\S+)/);
  return (
    <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {parts.map((part, index) =>
        part.startsWith('http') ? (
          <a key={index} href={part}>
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </Text>
  );
}
