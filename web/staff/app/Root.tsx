import { Center, Container, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LoginPage } from '../login/LoginPage';
import { SessionGate } from './session';
import { Shell } from './Shell';
import { ErrorState } from './states';

export function Root() {
  const { t } = useTranslation();
  return (
    <SessionGate
      login={<LoginPage />}
      fallback={
        <Center h="100vh" role="status" aria-label={t('state.loading')}>
          <Loader />
        </Center>
      }
      failure={(retry) => (
        <Container size="xs" pt={80}>
          <ErrorState error={null} retry={retry} />
        </Container>
      )}
    >
      <Shell />
    </SessionGate>
  );
}
