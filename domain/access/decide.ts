import { GRANTS, SEPARATED_DUTIES, type Action, type Grant, type Relation } from './roles';

export type { Action } from './roles';

export interface AccessPerson {
  id: string;
  roles: readonly string[];
}

/** What of a resource decides who may do something with it; what doesn't apply is left out. */
export interface AccessResource {
  citizenId?: string;
  advisorId?: string | null;
  /** The advisor has a conversation with the citizen now. */
  attendsCitizen?: boolean;
  /** User tasks. */
  assignee?: string | null;
  candidateUsers?: readonly string[];
  candidateGroups?: readonly string[];
  elementId?: string;
  /** Roles that the definition of its kind (document template, register) lets read it. */
  readers?: readonly string[];
}

/** A task that was completed for the same request, in the instance or any one started from it. */
export interface DutyDone {
  elementId: string;
  personId: string;
}

export type Decision = { allowed: true } | { allowed: false; code: 'forbidden' | 'not_found' | 'separation_of_duties' };

/**
 * Whether a person may do something with a resource. Default deny. A resource that isn't his to read is `not_found`:
 * who may not see a thing doesn't learn that it is there.
 * @param history tasks completed for the request before, for the separation of duties
 */
export function decide(
  person: AccessPerson,
  action: Action,
  resource: AccessResource = {},
  history: readonly DutyDone[] = [],
): Decision {
  const grants: readonly Grant[] = GRANTS[action];
  const fitting = grants.filter(({ roles }) => roles.some((role) => person.roles.includes(role)));
  const isGranted = fitting.some(({ relation }) => standsIn(relation, person, resource));
  if (!isGranted)
    return { allowed: false, code: fitting.length > 0 && isHidden(action, fitting) ? 'not_found' : 'forbidden' };
  const separated = resource.elementId === undefined ? [] : (SEPARATED_DUTIES[resource.elementId] ?? []);
  const takesOn = action === 'task.complete' || action === 'task.take';
  if (takesOn && history.some((done) => done.personId === person.id && separated.includes(done.elementId))) {
    return { allowed: false, code: 'separation_of_duties' };
  }
  return { allowed: true };
}

/** His role may do it with his own: the resource is somebody else's. Tasks may be seen without being his to complete. */
function isHidden(action: Action, fitting: readonly Grant[]): boolean {
  return !action.startsWith('task.') || action === 'task.read'
    ? fitting.every(({ relation }) => relation !== 'any')
    : false;
}

function standsIn(relation: Relation, person: AccessPerson, resource: AccessResource): boolean {
  switch (relation) {
    case 'any':
      return true;
    case 'own':
      return resource.citizenId === person.id;
    case 'advisor':
      return resource.advisorId === person.id;
    case 'attends':
      return resource.attendsCitizen === true;
    case 'assignee':
      return resource.assignee === person.id;
    case 'reader':
      return resource.readers?.some((role) => person.roles.includes(role)) === true;
    case 'candidate':
      return (
        resource.candidateUsers?.includes(person.id) === true ||
        resource.candidateGroups?.some((group) => person.roles.includes(group)) === true
      );
  }
}
