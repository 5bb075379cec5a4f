import { randomUUID } from 'node:crypto';
import { hashPassword, verifyPassword } from '../api/auth/passwords';
import type { Role } from '../protocol/roles';
import type { Store } from '../store/connect';

/** A demo account; names are invented. */
export interface DemoAccount {
  username: string;
  name: string;
  role: Role;
  /** What this account is for, as people read it. */
  label: string;
}

const account = (username: string, name: string, role: Role, label: string): DemoAccount => ({
  username,
  name,
  role,
  label,
});

/** At least one account of each staff role. */
export const demoAccounts: readonly DemoAccount[] = [
  account('asesor', 'Lucía Andrade', 'asesor', 'Asesora de servicio al cliente'),
  account('asesor2', 'Mateo Quiroga', 'asesor', 'Asesor de servicio al cliente'),
  account('calidad1', 'Rosa Elvira Pinto', 'calidad', 'Comité de Calidad'),
  account('calidad2', 'Hernán Bustos', 'calidad', 'Comité de Calidad'),
  account('calidad3', 'Yolanda Céspedes', 'calidad', 'Comité de Calidad'),
  account('mejora1', 'Óscar Villarraga', 'mejora', 'Comité de Mejoramiento'),
  account('mejora2', 'Nidia Santacruz', 'mejora', 'Comité de Mejoramiento'),
  account('interv1', 'Fabio Restrepo', 'interv', 'Interventor'),
  account('interv2', 'Clara Inés Mora', 'interv', 'Interventora'),
  account('jefe', 'Álvaro Contreras', 'jefe', 'Jefe de la Oficina Comercial y de Mercadeo'),
  account('prof', 'Diana Cabrera', 'prof', 'Profesional de la oficina'),
  account('coord', 'Jorge Iván Salcedo', 'coord', 'Coordinador del Grupo de Atención al Usuario'),
  account('gerop', 'Patricia Lozano', 'gerop', 'Gerente operativa del outsourcing'),
  account('gerente', 'Ricardo Fajardo', 'gerente', 'Gerente del outsourcing'),
  account('experto', 'Martha Escobar', 'experto', 'Experta de un proceso'),
  account('crmadm', 'Camilo Duarte', 'crmadm', 'Administrador del CRM'),
  account('lider', 'Sandra Peñuela', 'lider', 'Líder de proceso'),
  account('owner', 'Gabriel Ocampo', 'owner', 'Dueño del proceso'),
  account('auditor', 'Beatriz Galindo', 'auditor', 'Auditora'),
];

/**
 * Makes the demo accounts that are missing and gives all of them this password: what `npm start` prints is true.
 * @returns the id of the account `owner`
 */
export async function ensureDemoAccounts(store: Pick<Store, 'people'>, password: string, at: string): Promise<string> {
  await Promise.all(demoAccounts.map((one) => ensureAccount(store, one, password, at)));
  const owner = await store.people.byUsername('owner');
  if (!owner) throw new Error('Expected the account owner that was just made, but found none');
  return owner.personId;
}

async function ensureAccount(
  { people }: Pick<Store, 'people'>,
  { username, name, role }: DemoAccount,
  password: string,
  at: string,
): Promise<void> {
  const known = await people.byUsername(username);
  if (known) {
    if (!(await verifyPassword(known.passwordHash, password)))
      await people.setPassword(known.personId, await hashPassword(password), at);
    return;
  }
  await people.add({
    personId: randomUUID(),
    kind: 'staff',
    username,
    name,
    email: `${username}@cauce.example`,
    roles: [role],
    passwordHash: await hashPassword(password),
    state: 'active',
    createdAt: at,
    citizen: null,
  });
}
