import { spawn } from '../../execution/lifecycle';
import type { ElementBehavior } from '../behavior';
import { gatewayBefore } from '../instantiation';

/** The outermost scope. Its one instance is made by the `start` input, which activates it. */
export const process: ElementBehavior<null> = {
  elementType: 'PROCESS',
  bpmnType: 'Process',
  clause: '10.9',
  isWaitState: true,
  acceptsBoundary: false,
  isScope: true,
  compile(source) {
    for (const attribute of ['isExecutable', 'isClosed']) source.attribute(attribute);
    if (source.attribute('processType') === 'Public') {
      source.problem('process_public', 'Expected a private process, but a public one only shows what others may see');
    }
    for (const part of ['flowElements', 'laneSets']) source.nested(part);
    return null;
  },
  activate(context, { key, startElementId }, { id, beginnings = [] }) {
    if (startElementId === undefined)
      throw new Error(`Expected process '${id}' to know its start event, but it doesn't`);
    const gateway = gatewayBefore(startElementId, context.process);
    if (startElementId === id) for (const beginning of beginnings) spawn(context, beginning, key);
    else if (gateway !== null) spawn(context, gateway, key);
    else spawn(context, startElementId, key, {});
  },
};
