import { accessRegistry } from './accessRegistry';
import { catalogueItems } from './catalogueItems';
import { chatCheckIdle } from './chatCheckIdle';
import { chatClose } from './chatClose';
import { crmClose } from './crmClose';
import { crmRegister } from './crmRegister';
import { documentCreate } from './documentCreate';
import { forumAnnounce, forumClose, forumOpen } from './forums';
import { indicators } from './indicators';
import { externalCall } from './externalCall';
import type { Job, JobParts } from './job';
import type { JobType } from '../protocol/jobTypes';
import { notify } from './notify';
import { publishMessage } from './publishMessage';
import { openTasks } from './openTasks';
import { peopleOfRole } from './peopleOfRole';
import { refer } from './refer';
import { registerEntries, registerEntry } from './registerEntries';
import { registerQuery } from './registerQuery';
import { roomClose, roomOpen, roomPlan } from './roomShifts';

const FACTORIES: Record<JobType, (parts: JobParts) => Job> = {
  'crm-register': crmRegister,
  'crm-close': crmClose,
  refer,
  notify,
  'chat-check-idle': chatCheckIdle,
  'chat-close': chatClose,
  'publish-message': publishMessage,
  'room-plan': roomPlan,
  'room-open': roomOpen,
  'room-close': roomClose,
  'forum-announce': forumAnnounce,
  'forum-open': forumOpen,
  'forum-close': forumClose,
  'register-entry': registerEntry,
  'register-entries': registerEntries,
  'register-query': registerQuery,
  'people-of-role': peopleOfRole,
  'external-call': externalCall,
  'catalogue-items': catalogueItems,
  'open-tasks': openTasks,
  'access-registry': accessRegistry,
  'document-create': documentCreate,
  indicators,
};

/** Every job activity by its job type, ready for a worker. */
export function createJobs(parts: JobParts): Record<JobType, Job> {
  const entries = Object.entries(FACTORIES).map(([type, factory]) => [type, factory(parts)]);
  return Object.fromEntries(entries) as Record<JobType, Job>;
}
