import mark from '../assets/mark.svg';
import { Anchor, Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ApiError } from '../../ui/api';
import { sessionQuery, type Person } from '../app/session';
import { ErrorState } from '../app/states';

interface Credentials {
  username: string;
  password: string;
  code: string;
}

/** Asks for user and password, and for the second factor only when the server wants it. */
export function LoginPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [needsCode, setNeedsCode] = useState(false);
  const [forgot, setForgot] = useState(false);
  const codeInput = useRef<HTMLInputElement>(null);
  const form = useForm<Credentials>({ initialValues: { username: '', password: '', code: '' } });
  const login = useMutation({
    mutationFn: ({ username, password, code }: Credentials) =>
      api<{ person: Person }>('/api/session', {
        method: 'POST',
        body: { username, password, ...(needsCode && code ? { code } : {}) },
      }),
    onSuccess: ({ person }) => queries.setQueryData(sessionQuery.queryKey, person),
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'second_factor_required') setNeedsCode(true);
    },
  });
  const reset = useMutation({
    mutationFn: () => api('/api/password-reset', { method: 'POST', body: { username: form.values.username } }),
    onSuccess: () => setForgot(true),
  });
  useEffect(() => {
    if (needsCode) codeInput.current?.focus();
  }, [needsCode]);
  const failure =
    login.error instanceof ApiError && login.error.code === 'second_factor_required' && !form.values.code
      ? null
      : login.error;

  return (
    <Center component="main" mih="100vh" p="md">
      <title>{`${t('login.title')} · Cauce`}</title>
      <Paper withBorder p="xl" radius="lg" w="100%" maw={400} shadow="sm">
        <form onSubmit={form.onSubmit((values) => login.mutate(values))} noValidate>
          <Stack>
            <div>
              <img src={mark} alt="" width={44} height={44} />
              <Title order={1} mt="sm">
                {t('login.title')}
              </Title>
              <Text c="dimmed" size="sm">
                {t('login.intro')}
              </Text>
            </div>
            {failure && <ErrorState error={failure} />}
            {reset.error && <ErrorState error={reset.error} />}
            {forgot && (
              <Text size="sm" role="status">
                {t('login.forgotSent')}
              </Text>
            )}
            <TextInput
              label={t('login.username')}
              autoComplete="username"
              autoCapitalize="none"
              required
              {...form.getInputProps('username')}
            />
            <PasswordInput
              label={t('login.password')}
              autoComplete="current-password"
              required
              visibilityToggleButtonProps={{ 'aria-label': t('login.show') }}
              {...form.getInputProps('password')}
            />
            {needsCode && (
              <TextInput
                ref={codeInput}
                label={t('login.code')}
                description={t('login.codeHelp')}
                inputMode="numeric"
                autoComplete="one-time-code"
                required
                {...form.getInputProps('code')}
              />
            )}
            <Button type="submit" loading={login.isPending} fullWidth size="md">
              {t('login.submit')}
            </Button>
            <Button
              variant="subtle"
              size="compact-sm"
              disabled={!form.values.username}
              loading={reset.isPending}
              onClick={() => reset.mutate()}
            >
              {t('login.forgot')}
            </Button>
            <Anchor href="/" size="sm" ta="center" underline="always">
              {t('login.citizen')}
            </Anchor>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
