import { Badge, Button, Modal, MultiSelect, Stack, Table, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Account, Page } from '../../../protocol/product';
import { api, ApiError } from '../../ui/api';
import { formatDateTime } from '../../ui/time';
import { Icon } from '../app/Icon';
import { EmptyState, ErrorState, LoadingRows, PageHeader } from '../app/states';
import { es } from '../i18n/es';

const STATE_COLORS = { active: '#14532d', invited: '#1c3f7a', locked: '#8c1313' } as const;

/** R-CRMADM's register of accounts: who has access, who was invited, when they last came. */
export function AccountsPage() {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  const accounts = useQuery({ queryKey: ['accounts'], queryFn: () => api<Page<Account>>('/api/accounts') });
  const invite = useMutation({
    mutationFn: (id: string) => api(`/api/accounts/${id}/invitation`, { method: 'POST' }),
    onSuccess: () => notifications.show({ message: t('accounts.resetSent'), color: 'green' }),
    onError: (error) => notifications.show({ message: error.message, color: 'red' }),
  });
  return (
    <>
      <PageHeader
        title={t('accounts.title')}
        description={t('accounts.description')}
        actions={
          <Button onClick={open} leftSection={<Icon name="person" size={18} />}>
            {t('accounts.invite')}
          </Button>
        }
      />
      {accounts.isPending && <LoadingRows />}
      {accounts.isError && <ErrorState error={accounts.error} retry={() => void accounts.refetch()} />}
      {accounts.data?.items.length === 0 && <EmptyState icon="accounts" title={t('accounts.empty')} />}
      {accounts.data && accounts.data.items.length > 0 && (
        <div className="card table-scroll" tabIndex={0} role="region" aria-label={t('accounts.title')}>
          <Table verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('accounts.name')}</Table.Th>
                <Table.Th scope="col">{t('accounts.roles')}</Table.Th>
                <Table.Th scope="col">{t('accounts.state')}</Table.Th>
                <Table.Th scope="col">{t('accounts.lastLogin')}</Table.Th>
                <Table.Td />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {accounts.data.items.map((account) => (
                <Table.Tr key={account.id}>
                  <Table.Th scope="row">
                    {account.name}
                    <br />
                    <span className="mono">{account.username}</span>
                  </Table.Th>
                  <Table.Td>
                    {account.roles.map((role) => t(`role.${role}`, { defaultValue: role })).join(', ')}
                  </Table.Td>
                  <Table.Td>
                    <Badge variant="light" c={STATE_COLORS[account.state]} tt="none">
                      {t(`accounts.${account.state}`)}
                    </Badge>
                  </Table.Td>
                  <Table.Td>{account.lastLoginAt ? formatDateTime(account.lastLoginAt) : t('accounts.never')}</Table.Td>
                  <Table.Td>
                    <Button
                      size="compact-sm"
                      variant="default"
                      onClick={() => invite.mutate(account.id)}
                      aria-label={`${t('accounts.reset')}: ${account.username}`}
                    >
                      {t('accounts.reset')}
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <Modal
        opened={opened}
        onClose={close}
        title={t('accounts.invite')}
        closeButtonProps={{ 'aria-label': t('definitions.cancel') }}
      >
        <InvitationForm done={close} />
      </Modal>
    </>
  );
}

function InvitationForm({ done }: { done: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const form = useForm({ initialValues: { username: '', name: '', email: '', roles: [] as string[] } });
  const create = useMutation({
    mutationFn: (account: typeof form.values) => api('/api/accounts', { method: 'POST', body: account }),
    onSuccess: async () => {
      notifications.show({ message: t('accounts.created'), color: 'green' });
      await queries.invalidateQueries({ queryKey: ['accounts'] });
      done();
    },
    onError: (error) => {
      if (!(error instanceof ApiError)) return;
      for (const field of error.problem.errors ?? []) form.setFieldError(field.path, field.message);
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
      <Stack>
        {create.error && <ErrorState error={create.error} />}
        <TextInput label={t('accounts.username')} autoCapitalize="none" required {...form.getInputProps('username')} />
        <TextInput label={t('accounts.name')} required {...form.getInputProps('name')} />
        <TextInput label={t('accounts.email')} type="email" required {...form.getInputProps('email')} />
        <MultiSelect
          label={t('accounts.roles')}
          required
          data={Object.entries(es.role).map(([value, label]) => ({
            value,
            label: t(`role.${value}`, { defaultValue: label }),
          }))}
          {...form.getInputProps('roles')}
        />
        <Button type="submit" loading={create.isPending}>
          {t('accounts.invite')}
        </Button>
      </Stack>
    </form>
  );
}
