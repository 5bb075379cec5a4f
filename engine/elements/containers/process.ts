import type { ElementBehavior } from '../behavior';

/** The outermost scope. Its one instance is made by the `start` input, which also places the first token. */
export const process: ElementBehavior<null> = {
  elementType: 'PROCESS',
  bpmnType: 'Process',
  clause: '10.9',
  isWaitState: true,
  acceptsBoundary: false,
  isScope: true,
  attributes: ['isExecutable', 'processType', 'isClosed', 'flowElements', 'laneSets', 'artifacts'],
  extensions: ['versionTag'],
  compile: () => null,
  activate(_context, _instance, { id }) {
    throw new Error(`Expected process '${id}' to be started, but it was activated like an element`);
  },
};
