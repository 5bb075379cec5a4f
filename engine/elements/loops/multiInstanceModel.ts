import type { FeelTree } from '../../feel/tree';
import type { ExtensionSource, NestedSource } from '../../model/source';
import { compileDefinition } from '../events/definitions/event';
import type { MultiInstance } from './multiInstance';

/** Reads `zeebe:loopCharacteristics`, or the standard's own words where there are none. */
export function compileMultiInstance(loop: NestedSource): MultiInstance {
  const zeebe = loop.extension('loopCharacteristics');
  const shared = {
    sequential: loop.attribute('isSequential') === true,
    completionCondition: loop.condition('completionCondition', 'completion condition'),
    throws: compileThrows(loop),
  };
  return { ...shared, ...(zeebe ? compileZeebe(loop, zeebe) : compileNative(loop)) };
}

/** `behavior` All, the default, throws nothing. */
function compileThrows(loop: NestedSource): MultiInstance['throws'] {
  switch (loop.attribute('behavior')) {
    case 'None':
      return compileThrow(loop, loop.referenced('noneBehaviorEventRef'), 'each');
    case 'One':
      return compileThrow(loop, loop.referenced('oneBehaviorEventRef'), 'first');
    case 'Complex':
      return loop.nested('complexBehaviorDefinition').flatMap((definition) => {
        const condition = definition.condition('condition', 'condition of a complex behavior');
        const [event = null] = definition.referenced('event')?.nested('eventDefinitions') ?? [];
        return condition ? compileThrow(loop, event, { condition }) : [];
      });
    default:
      return [];
  }
}

function compileThrow(
  loop: NestedSource,
  definition: NestedSource | null,
  when: MultiInstance['throws'][number]['when'],
): MultiInstance['throws'] {
  if (!definition) {
    loop.problem('loop_invalid', 'Expected the event that this behavior throws, but there is none');
    return [];
  }
  const event = compileDefinition(definition, loop, 'throw');
  return event ? [{ event, when }] : [];
}

type Source = Pick<MultiInstance, 'count' | 'inputElement' | 'output'>;

function compileZeebe(loop: NestedSource, zeebe: ExtensionSource): Source {
  const collection = zeebe.attribute('inputCollection');
  const outputCollection = zeebe.attribute('outputCollection');
  const outputElement = zeebe.attribute('outputElement');
  if ((outputCollection === null) !== (outputElement === null)) {
    loop.problem('loop_invalid', 'Expected both outputCollection and outputElement or neither, but there is one');
  }
  const element = outputElement === null ? null : feelOf(loop, outputElement, 'outputElement');
  return {
    count: countOf(loop, collection === null ? null : feelOf(loop, collection, 'inputCollection')),
    inputElement: zeebe.attribute('inputElement'),
    output: outputCollection !== null && element ? { collection: outputCollection, element } : null,
  };
}

/** Data references stand for the variables that bear their names. */
function compileNative(loop: NestedSource): Source {
  const input = nameOf(loop.referenced('loopDataInputRef'));
  const collection = nameOf(loop.referenced('loopDataOutputRef'));
  const result = nameOf(loop.referenced('outputDataItem'));
  const element = result === null ? null : loop.feel(result, 'outputDataItem');
  return {
    count: countOf(loop, input === null ? null : loop.feel(input, 'loopDataInputRef')),
    inputElement: nameOf(loop.referenced('inputDataItem')),
    output: collection !== null && element ? { collection, element } : null,
  };
}

function countOf(loop: NestedSource, collection: FeelTree | null): MultiInstance['count'] {
  const cardinality = loop.body('loopCardinality');
  if (collection) return { collection };
  if (cardinality === null) {
    loop.problem(
      'loop_invalid',
      'Expected a multi-instance activity to have a collection or a cardinality, but it has neither',
    );
  }
  const expression = loop.expression(cardinality?.trim() ?? '0', 'loop cardinality');
  if ('text' in expression && !/^\d+$/.test(expression.text)) {
    loop.problem('loop_invalid', `Expected the loop cardinality to be a whole number, but it is '${expression.text}'`);
  }
  return { cardinality: expression };
}

function feelOf(loop: NestedSource, text: string, what: string): FeelTree | null {
  if (!text.startsWith('=')) loop.problem('loop_invalid', `Expected ${what} to begin with '=', but it is '${text}'`);
  return loop.feel(text, what);
}

function nameOf(reference: NestedSource | null): string | null {
  if (!reference) return null;
  const { name, id } = reference;
  return name ?? id;
}
