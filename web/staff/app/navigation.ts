import { OVERSEERS, type Role } from '../../../protocol/roles';
import type { IconName } from './Icon';

export interface NavigationEntry {
  path: string;
  /** Key of its text in i18n. */
  label:
    | 'work'
    | 'chat'
    | 'programme'
    | 'forums'
    | 'dashboard'
    | 'instances'
    | 'indicators'
    | 'documents'
    | 'registers'
    | 'definitions'
    | 'accounts'
    | 'outbox';
  icon: IconName;
  /** Roles that see it; undefined means every role. The server decides; this only hides. */
  roles?: readonly Role[];
}

export const navigation: readonly NavigationEntry[] = [
  { path: '/trabajo', label: 'work', icon: 'tasks' },
  { path: '/chat', label: 'chat', icon: 'chat', roles: ['asesor'] },
  { path: '/panel', label: 'dashboard', icon: 'dashboard', roles: ['owner', 'auditor', 'coord', 'gerop', 'jefe'] },
  { path: '/instancias', label: 'instances', icon: 'instances', roles: OVERSEERS },
  {
    path: '/programacion',
    label: 'programme',
    icon: 'clock',
    roles: ['gerop', 'asesor', 'jefe', 'coord', 'owner', 'auditor'],
  },
  {
    path: '/foros',
    label: 'forums',
    icon: 'forum',
    roles: ['jefe', 'experto', 'asesor', 'gerop', 'coord', 'owner', 'auditor'],
  },
  { path: '/indicadores', label: 'indicators', icon: 'dashboard', roles: ['asesor', 'gerente', 'jefe', ...OVERSEERS] },
  { path: '/documentos', label: 'documents', icon: 'file' },
  { path: '/registros', label: 'registers', icon: 'registers' },
  { path: '/definiciones', label: 'definitions', icon: 'definitions', roles: ['owner', 'auditor'] },
  { path: '/cuentas', label: 'accounts', icon: 'accounts', roles: ['crmadm'] },
  { path: '/correo', label: 'outbox', icon: 'mail', roles: ['owner', 'crmadm'] },
];

export function navigationFor(roles: readonly string[]): NavigationEntry[] {
  return navigation.filter((entry) => !entry.roles || entry.roles.some((role) => roles.includes(role)));
}

/** Whether a person may open the page of an instance; links to it are for these people only. */
export const mayReadInstances = (roles: readonly string[]): boolean => OVERSEERS.some((role) => roles.includes(role));

/** The first screen of a person: the advisor's desk for advisors, else their work. */
export function homeOf(roles: readonly string[]): string {
  if (roles.includes('asesor')) return '/chat';
  if (roles.includes('owner')) return '/panel';
  return '/trabajo';
}
