/** Every role of the procedures, as `definitions/…/catalogues/roles.yaml` names them. */
export const ROLES = [
  'jefe',
  'prof',
  'coord',
  'experto',
  'asesor',
  'gerop',
  'gerente',
  'calidad',
  'mejora',
  'interv',
  'crmadm',
  'lider',
  'usuario',
  'owner',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];

/** Who sees every request, escalation and conversation: follow-up, supervision, quality, control (C-4, A-15, C-6). */
export const OVERSEERS: readonly Role[] = ['coord', 'gerop', 'prof', 'owner', 'auditor'];
