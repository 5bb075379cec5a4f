import { Button, Group, Paper, Text, Textarea, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CannedAnswer, Conversation } from '../../../protocol/product';
import { Icon } from '../app/Icon';
import { useLive } from '../app/live';
import { cannedQuery } from './queries';
import { REPLY_BOX } from './shortcuts';

const DRAFT_KEY = 'cauce.draft.';
const TYPING_EVERY_MS = 3_000;
const MAX_TEXT = 4_000;

/** Where the advisor writes: a draft kept per conversation, `/` for approved answers. */
export function Composer({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation();
  const live = useLive();
  const draftKey = DRAFT_KEY + conversation.id;
  const [text, setText] = useState(() => sessionStorage.getItem(draftKey) ?? '');
  const typedAt = useRef(0);
  const write = (next: string) => {
    setText(next);
    sessionStorage.setItem(draftKey, next);
    if (Date.now() - typedAt.current < TYPING_EVERY_MS) return;
    typedAt.current = Date.now();
    live.client.send({ type: 'typing', conversationId: conversation.id });
  };
  const send = () => {
    if (text.trim() === '') return;
    live.send(conversation.id, text.trim());
    write('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <div className="composer">
      {text.startsWith('/') && <CannedAnswers search={text.slice(1)} onChoose={write} />}
      <Group align="flex-end" wrap="nowrap">
        <Textarea
          id={REPLY_BOX}
          flex={1}
          autosize
          minRows={1}
          maxRows={6}
          maxLength={MAX_TEXT}
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          aria-label={t('chat.composer')}
          placeholder={t('chat.composer')}
        />
        <Button onClick={send} disabled={text.trim() === ''} leftSection={<Icon name="send" size={18} />}>
          {t('chat.send')}
        </Button>
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        {t('chat.composerHelp')}
      </Text>
    </div>
  );
}

/** Approved answers by words of their name or text. Those of class reserved or personal can't be sent in a chat (T-1). */
function CannedAnswers({ search, onChoose }: { search: string; onChoose: (text: string) => void }) {
  const { t } = useTranslation();
  const { data = [] } = useQuery(cannedQuery);
  const wanted = search.trim().toLowerCase();
  const found = data.filter((answer) => `${answer.label} ${answer.text}`.toLowerCase().includes(wanted));
  return (
    <Paper withBorder p="xs" mb="xs" mah={220} style={{ overflowY: 'auto' }} role="group" aria-label={t('chat.canned')}>
      {found.length === 0 && <Text size="sm">{t('chat.noCanned')}</Text>}
      {found.map((answer) => (
        <CannedRow key={answer.id} answer={answer} onChoose={onChoose} />
      ))}
    </Paper>
  );
}

function CannedRow({ answer, onChoose }: { answer: CannedAnswer; onChoose: (text: string) => void }) {
  const { t } = useTranslation();
  const isPublic = answer.class === 'public';
  return (
    <UnstyledButton className="task-row" w="100%" disabled={!isPublic} onClick={() => onChoose(answer.text)}>
      <Text size="sm" fw={600}>
        {answer.label}
      </Text>
      <Text size="xs" c="dimmed" lineClamp={2}>
        {isPublic ? answer.text : t('chat.cannedPersonal')}
      </Text>
    </UnstyledButton>
  );
}
