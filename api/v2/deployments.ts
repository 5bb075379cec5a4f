import { ApiError } from '../../protocol/errors';
import type { Problem } from '../../protocol/problem';
import type { Deployed } from '../../protocol/v2/answers';
import { DEFAULT_TENANT } from '../../protocol/v2/bodies';
import type { Definition, Release } from '../../store/engine/releases';
import { authorize } from './access';
import { deployResources, placeOf } from './deploy';
import type { Handlers, V2Parts } from './handler';

const tenantId = DEFAULT_TENANT;
const RESOURCE_NAME = /^(?!\/)(?!.*(^|\/)\.\.(\/|$))[\w .\-/]{1,200}\.(bpmn|dmn|form|yaml|yml)$/;

export function deploymentHandlers(parts: V2Parts): Handlers<'createDeployment'> {
  return {
    createDeployment: async ({ person, files }) => {
      authorize(person, 'definition.deploy');
      checkNames(files.map(({ name }) => name));
      const before = (await parts.store.releases.current())?.resources ?? [];
      const result = await deployResources(parts, { resources: files, mode: 'over', deployedBy: person.id });
      if (!result.ok) throw refused(result.problems);
      const names = new Set(files.map(({ name }) => placeOf(name, before)));
      const deployed = result.release.definitions.filter(({ resourceName }) => names.has(resourceName));
      return {
        body: {
          deploymentKey: result.release.key,
          tenantId,
          deployments: deployed.map((one) => metadata(one, result.release)),
        },
      };
    },
  };
}

function checkNames(names: string[]): void {
  if (names.length === 0) {
    throw new ApiError('invalid_request', {
      errors: [{ path: 'resources', message: 'Expected a file, but got none' }],
    });
  }
  const errors = names
    .filter((name) => !RESOURCE_NAME.test(name))
    .map((name) => ({ path: 'resources', message: `Expected a .bpmn, .dmn, .form or .yaml file, but got ${name}` }));
  if (errors.length > 0) throw new ApiError('invalid_request', { errors });
}

/** Modeler shows the detail, so it tells every problem; programs read `problems`. */
function refused(problems: Problem[]): ApiError {
  const told = problems.map(({ resource, elementId, message, code }) => ({
    path: [resource, elementId].filter((part) => part !== undefined).join('#'),
    message: `${message} (${code})`,
  }));
  const detail = told.map(({ path, message }) => `${path}: ${message}`).join('\n');
  return new ApiError('invalid_request', { detail, errors: told, extra: { problems } });
}

function metadata(one: Definition, release: Release): Deployed {
  const { id, key, version, resourceName, name } = one;
  switch (one.kind) {
    case 'process':
      return {
        processDefinition: {
          processDefinitionId: id,
          processDefinitionKey: key,
          processDefinitionVersion: version,
          resourceName,
          tenantId,
        },
      };
    case 'decision': {
      const requirements = release.definitions.find(
        (other) => other.kind === 'decisionRequirements' && other.id === one.requirementsId,
      );
      return {
        decisionDefinition: {
          decisionDefinitionId: id,
          decisionDefinitionKey: key,
          decisionRequirementsId: one.requirementsId ?? undefined,
          decisionRequirementsKey: requirements?.key,
          name: name ?? id,
          version,
          tenantId,
        },
      };
    }
    case 'decisionRequirements':
      return {
        decisionRequirements: {
          decisionRequirementsId: id,
          decisionRequirementsKey: key,
          decisionRequirementsName: name ?? id,
          resourceName,
          version,
          tenantId,
        },
      };
    case 'form':
      return { form: { formId: id, formKey: key, resourceName, version, tenantId } };
  }
}
