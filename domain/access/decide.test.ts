import { ROLES } from '../../protocol/roles';
import { decide, type AccessPerson } from './decide';
import { GRANTS, type Action } from './roles';

const citizen: AccessPerson = { id: 'c1', roles: ['usuario'] };
const advisor: AccessPerson = { id: 'a1', roles: ['asesor'] };
const auditor: AccessPerson = { id: 'x1', roles: ['auditor'] };

it('refuses every action to a person without a role', () => {
  for (const action of Object.keys(GRANTS) as Action[]) {
    expect(decide({ id: 'n', roles: [] }, action, { citizenId: 'n', advisorId: 'n', assignee: 'n' }).allowed).toBe(
      false,
    );
  }
});

it('hides a conversation from everybody who is not part of it, but for those who oversee', () => {
  const conversation = { citizenId: 'c1', advisorId: 'a1' };
  expect(decide(citizen, 'conversation.read', conversation)).toEqual({ allowed: true });
  expect(decide({ ...citizen, id: 'c2' }, 'conversation.read', conversation)).toEqual({
    allowed: false,
    code: 'not_found',
  });
  expect(decide(advisor, 'conversation.write', conversation)).toEqual({ allowed: true });
  expect(decide({ ...advisor, id: 'a2' }, 'conversation.write', conversation).allowed).toBe(false);
  expect(decide(auditor, 'conversation.read', conversation)).toEqual({ allowed: true });
  expect(decide(auditor, 'conversation.write', conversation)).toEqual({ allowed: false, code: 'forbidden' });
});

it('lets an advisor see the earlier requests of the citizen whom he attends, and no others', () => {
  expect(decide(advisor, 'request.read', { citizenId: 'c9', attendsCitizen: true }).allowed).toBe(true);
  expect(decide(advisor, 'request.read', { citizenId: 'c9', attendsCitizen: false })).toEqual({
    allowed: false,
    code: 'not_found',
  });
});

it('gives a task to its assignee and its candidates only', () => {
  const task = { assignee: null, candidateGroups: ['lider'], candidateUsers: [], elementId: 'resolve-escalation' };
  expect(decide({ id: 'l1', roles: ['lider'] }, 'task.take', task).allowed).toBe(true);
  expect(decide(advisor, 'task.take', task)).toEqual({ allowed: false, code: 'forbidden' });
  expect(decide({ id: 'l1', roles: ['lider'] }, 'task.complete', task)).toEqual({ allowed: false, code: 'forbidden' });
});

it('keeps who answered a request from resolving its escalation', () => {
  const both: AccessPerson = { id: 'a1', roles: ['asesor', 'lider'] };
  const task = { assignee: 'a1', candidateGroups: ['lider'], elementId: 'resolve-escalation' };
  const history = [{ elementId: 'answer-request', personId: 'a1' }];
  expect(decide(both, 'task.complete', task, history)).toEqual({ allowed: false, code: 'separation_of_duties' });
  expect(decide(both, 'task.complete', task, [{ elementId: 'answer-request', personId: 'a2' }]).allowed).toBe(true);
});

it('knows only roles of the catalogue', () => {
  for (const grants of Object.values(GRANTS)) {
    for (const grant of grants) expect(ROLES).toEqual(expect.arrayContaining([...grant.roles]));
  }
});
