import { Anchor, Button, Center, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { api } from '../../ui/api';
import { ErrorState } from '../app/states';

/** Where the links of invitations and resets lead: `/staff/restablecer?token=…`. */
export function ResetPassword() {
  const { t } = useTranslation();
  const [parameters] = useSearchParams();
  const [password, setPassword] = useState('');
  const save = useMutation({
    mutationFn: () =>
      api('/api/password', { method: 'POST', body: { token: parameters.get('token') ?? '', password } }),
  });
  return (
    <Center component="main" mih="100vh" p="md">
      <title>{`${t('login.reset')} · Cauce`}</title>
      <Paper withBorder p="xl" radius="lg" w="100%" maw={400}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          <Stack>
            <Title order={1}>{t('login.reset')}</Title>
            {save.isSuccess ? (
              <Text role="status">{t('login.resetDone')}</Text>
            ) : (
              <>
                <Text c="dimmed" size="sm">
                  {t('login.resetIntro')}
                </Text>
                {save.error && <ErrorState error={save.error} />}
                <PasswordInput
                  label={t('login.password')}
                  autoComplete="new-password"
                  minLength={12}
                  maxLength={128}
                  required
                  value={password}
                  onChange={(event) => setPassword(event.currentTarget.value)}
                  visibilityToggleButtonProps={{ 'aria-label': t('login.show') }}
                />
                <Button type="submit" loading={save.isPending}>
                  {t('login.reset')}
                </Button>
              </>
            )}
            <Anchor component={Link} to="/" size="sm" underline="always">
              {t('login.back')}
            </Anchor>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
