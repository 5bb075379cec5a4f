import type { ElementInstance } from '../../execution/execution';
import type { ElementDefinition, LoopData } from '../../model/definition';
import type { ElementBehavior } from '../behavior';
import type { LoopBody } from './behavior';
import { loopBehavior } from './registry';

/** Stands around the instances of a repeated activity. No model names it: it comes with loop characteristics. */
export const loopBody: ElementBehavior = {
  elementType: 'MULTI_INSTANCE_BODY',
  bpmnType: 'LoopCharacteristics',
  clause: '10.3.8',
  isWaitState: true,
  acceptsBoundary: true,
  isScope: true,
  compile: () => null,
  activate(context, instance, element) {
    const loop = loopOf(element);
    loopBehavior(loop).begin(context, bodyOf(instance), loop.data);
  },
  childCompleting(context, instance, inner, element) {
    const loop = loopOf(element);
    return loopBehavior(loop).next(context, bodyOf(instance), inner, loop.data);
  },
};

function loopOf({ id, loop }: ElementDefinition): LoopData {
  if (!loop) throw new Error(`Expected '${id}' to be repeated, but it is not`);
  return loop;
}

function bodyOf(instance: ElementInstance): LoopBody {
  if (!isBody(instance))
    throw new Error(`Expected the body of '${instance.elementId}', but it is one of its instances`);
  return instance;
}

function isBody(instance: ElementInstance): instance is LoopBody {
  return instance.loop !== undefined;
}
