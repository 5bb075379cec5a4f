import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState, ErrorState, LoadingRows, PageHeader } from '../app/states';
import { registersQuery } from './queries';
import './registers.css';

/** The registers that one may read. */
export function RegistersPage() {
  const { t } = useTranslation();
  const registers = useQuery(registersQuery);
  return (
    <>
      <PageHeader title={t('registers.title')} description={t('registers.description')} />
      {registers.isPending && <LoadingRows />}
      {registers.isError && <ErrorState error={registers.error} retry={() => void registers.refetch()} />}
      {registers.data?.length === 0 && (
        <div className="card">
          <EmptyState icon="registers" title={t('registers.none')}>
            {t('registers.noneHelp')}
          </EmptyState>
        </div>
      )}
      {registers.data && registers.data.length > 0 && (
        <ul className="card-list">
          {registers.data.map(({ id, label, description }) => (
            <li key={id} className="card">
              <Link className="row-link" to={`/registros/${id}`}>
                {label}
              </Link>
              {description && (
                <Text size="sm" c="dimmed" mt={4}>
                  {description}
                </Text>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
