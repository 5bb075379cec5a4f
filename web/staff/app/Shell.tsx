import mark from '../assets/mark.svg';
import { AppShell, Avatar, Burger, Group, Menu, NavLink, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation } from 'react-router';
import { Icon } from './Icon';
import { Bell } from './Bell';
import { LiveProvider } from './live';
import { navigationFor } from './navigation';
import { Palette, openPalette } from './Palette';
import { useLogout, usePerson } from './session';

/** The frame of every screen: navigation by role, search, bell and the person's menu. */
export function Shell() {
  const { t } = useTranslation();
  const person = usePerson();
  const location = useLocation();
  const [opened, { toggle, close }] = useDisclosure(false);
  return (
    <LiveProvider>
      <a href="#contenido" className="skip-link">
        {t('shell.skip')}
      </a>
      <AppShell
        header={{ height: 56 }}
        navbar={{ width: 228, breakpoint: 'sm', collapsed: { mobile: !opened } }}
        padding="md"
      >
        <AppShell.Header>
          <Group h="100%" px="md" justify="space-between" wrap="nowrap">
            <Group gap="sm" wrap="nowrap">
              <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('shell.menu')} />
              <Link to="/" className="brand">
                <img src={mark} alt="" width={28} height={28} />
                <Text fw={700} size="lg" component="span">
                  Cauce
                </Text>
              </Link>
            </Group>
            <Group gap="xs" wrap="nowrap">
              <UnstyledButton className="search-button" onClick={openPalette} aria-keyshortcuts="Control+K">
                <Icon name="search" size={18} />
                <Text size="sm" className="search-text" component="span">
                  {t('shell.search')}
                </Text>
                <kbd className="kbd">Ctrl K</kbd>
              </UnstyledButton>
              <Bell />
              <PersonMenu />
            </Group>
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="sm" aria-label={t('shell.navigation')}>
          {navigationFor(person.roles).map((entry) => (
            <NavLink
              key={entry.path}
              component={Link}
              to={entry.path}
              onClick={close}
              label={t(`nav.${entry.label}`)}
              leftSection={<Icon name={entry.icon} />}
              active={location.pathname.startsWith(entry.path)}
              aria-current={location.pathname.startsWith(entry.path) ? 'page' : undefined}
              className="nav-entry"
            />
          ))}
        </AppShell.Navbar>
        <AppShell.Main id="contenido" tabIndex={-1}>
          <Outlet />
        </AppShell.Main>
      </AppShell>
      <Palette />
    </LiveProvider>
  );
}

function PersonMenu() {
  const { t, i18n } = useTranslation();
  const person = usePerson();
  const logout = useLogout();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton aria-label={t('shell.person', { name: person.name })}>
          <Avatar color="cauce" size={34}>
            <Icon name="person" />
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label component="div">
          <Text fw={600} c="dark" size="sm">
            {person.name}
          </Text>
          {person.roles.map((role) => t(`role.${role}`, { defaultValue: role })).join(', ')}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item onClick={() => void i18n.changeLanguage(i18n.language.startsWith('es') ? 'en' : 'es')}>
          {t('shell.language')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="logout" size={16} />} onClick={() => void logout()}>
          {t('shell.logout')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
