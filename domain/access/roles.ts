import { OVERSEERS, ROLES, type Role } from '../../protocol/roles';

/** Everybody but the citizen. */
export const STAFF_ROLES: readonly Role[] = ROLES.filter((role) => role !== 'usuario');

/** Whether somebody signed in is of the staff; citizens and visitors are not. */
export function isStaff(person: { roles: readonly string[] } | undefined): boolean {
  return person !== undefined && !person.roles.includes('usuario');
}

/** How a person must stand to a resource for a rule to hold. */
export type Relation =
  | 'any'
  /** The citizen whose it is. */
  | 'own'
  /** The advisor who has the conversation. */
  | 'advisor'
  /** The advisor who now attends the citizen whose it is. */
  | 'attends'
  | 'assignee'
  /** Named among the candidates of a task, himself or by one of his roles. */
  | 'candidate'
  /** The definition of the resource's kind names one of his roles among its readers. */
  | 'reader';

export interface Grant {
  roles: readonly Role[];
  relation: Relation;
}

const any = (...roles: readonly Role[]): Grant => ({ roles, relation: 'any' });
const staff = (relation: Relation): Grant => ({ roles: STAFF_ROLES, relation });
const everybody = (relation: Relation): Grant => ({ roles: ROLES, relation });
const OWN: Grant = { roles: ['usuario'], relation: 'own' };
const ADVISOR: Grant = { roles: ['asesor'], relation: 'advisor' };

/** Who may do what. An action without a grant that fits is refused. */
export const GRANTS = {
  'conversation.open': [any('usuario')],
  'conversation.read': [OWN, ADVISOR, { roles: ['asesor'], relation: 'attends' }, any(...OVERSEERS)],
  'conversation.write': [OWN, ADVISOR],
  'conversation.close': [OWN, ADVISOR],
  'conversation.classify': [ADVISOR],
  'conversation.list': [any(...OVERSEERS), { roles: ['asesor'], relation: 'attends' }],
  'survey.answer': [OWN],
  'queue.read': [any('asesor', ...OVERSEERS)],
  'presence.set': [any('asesor')],
  'forum.contribute': [any('usuario')],
  'forum.moderate': [any('asesor')],
  'forum.answer': [any('experto')],
  /** Who follows up every forum sees what is under review too, and who wrote it. */
  'forum.oversee': [any('jefe', 'coord', 'gerop', 'owner', 'auditor')],
  'programme.read': [staff('any')],
  'canned-answers.read': [any('asesor', ...OVERSEERS)],
  'request.create': [any('usuario')],
  'request.read': [OWN, { roles: ['asesor'], relation: 'attends' }, any(...OVERSEERS)],
  'request.search': [any('asesor', 'lider', 'jefe', 'crmadm', ...OVERSEERS)],
  'notifications.read': [staff('any')],
  'accounts.manage': [any('crmadm')],
  'outbox.read': [any('crmadm', 'owner')],
  // Advisors draft the monthly report from them.
  'indicator.read': [any('asesor', 'gerente', 'jefe', ...OVERSEERS)],
  'document.list': [staff('any')],
  'document.read': [staff('reader'), any('coord', 'owner', 'auditor')],
  'definition.read': [staff('any')],
  'definition.deploy': [any('owner')],
  'process.start': [any('owner')],
  'register.read': [staff('reader'), any('owner', 'auditor')],
  'instance.read': [any(...OVERSEERS)],
  'instance.cancel': [any('owner')],
  /** Beginning, ending and moving elements by hand, or going on under another release. */
  'instance.change': [any('owner')],
  'incident.read': [any(...OVERSEERS)],
  'incident.resolve': [any('owner')],
  'variables.update': [any('owner')],
  'message.publish': [any('owner')],
  'task.read': [everybody('assignee'), staff('candidate'), any('owner', 'auditor', 'coord')],
  /** Taking a task for oneself, or giving one's own back. */
  'task.take': [staff('candidate'), staff('assignee')],
  /** Giving a task to somebody else. */
  'task.assign': [any('owner', 'coord')],
  'task.update': [any('owner', 'coord')],
  'task.complete': [everybody('assignee')],
} as const satisfies Record<string, readonly Grant[]>;

export type Action = keyof typeof GRANTS;

/**
 * Separation of duties: who did one of the tasks on the right for a request, or for any instance started from it, may
 * not do the one on the left.
 */
export const SEPARATED_DUTIES: Readonly<Record<string, readonly string[]>> = {
  'resolve-escalation': ['answer-request', 'answer-off-hours'],
  // D-1: who makes a change doesn't check it, and who checked it doesn't approve it.
  'review-change': ['draft-change'],
  'approve-change': ['draft-change', 'review-change'],
};
