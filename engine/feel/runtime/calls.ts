import type { FeelNode, FeelType, Parameter, NodeOf } from '../tree';
import { brief, FeelFunction, type FeelValue } from '../values/value';
import { compile, compileWeighed, type Compiled } from './compile';
import type { Evaluation } from './evaluation';
import { parameterScope } from './scope';
import { coerce } from './types';

/** What a call costs, of a built-in or any other function. */
const CALL_STEPS = 4;

export function compileCall(node: NodeOf<'call'>): Compiled {
  const target = compile(node.function);
  const values = node.arguments.map(compile);
  return (scope, evaluation) => {
    const callee = target(scope, evaluation);
    const passed = values.map((value) => value(scope, evaluation));
    if (!(callee instanceof FeelFunction)) return notAFunction(node.function, callee, evaluation);
    evaluation.charge(CALL_STEPS);
    return callee.call(passed, evaluation);
  };
}

export function compileNamedCall(node: NodeOf<'callNamed'>): Compiled {
  const target = compile(node.function);
  const values = node.arguments.map(({ name, value }) => [name, compile(value)] as const);
  return (scope, evaluation) => {
    const callee = target(scope, evaluation);
    const passed = new Map(values.map(([name, value]) => [name, value(scope, evaluation)]));
    if (!(callee instanceof FeelFunction)) return notAFunction(node.function, callee, evaluation);
    evaluation.charge(CALL_STEPS);
    return callee.callNamed(passed, evaluation);
  };
}

function notAFunction(node: FeelNode, value: FeelValue, evaluation: Evaluation): null {
  const named = typeof node === 'object' && node !== null && (node.node === 'name' || node.node === 'path');
  const name = named ? `'${node.name}' to be a function` : 'a function';
  return evaluation.warn('no_function', `Expected ${name}, but got ${brief(value)}`);
}

export function compileFunction(node: NodeOf<'function'>): Compiled {
  if (node.external) {
    return (_scope, evaluation) =>
      evaluation.warn('external_function', 'Expected a FEEL function, but external ones are not run');
  }
  const body = compileWeighed(node.body);
  return (scope) =>
    userFunction(node.parameters, undefined, (values, evaluation) =>
      body(parameterScope(node.parameters, values, scope), evaluation),
    );
}

/** What the body of a call costs beside its nodes. */
const CALL = { steps: 0, levels: 12 };

/** A function with fixed parameters: checks their number and types, and the type of its result. */
export function userFunction(
  parameters: readonly Parameter[],
  result: FeelType | undefined,
  body: (values: FeelValue[], evaluation: Evaluation) => FeelValue,
): FeelFunction {
  const names = parameters.map(({ name }) => name);
  const call = (values: FeelValue[], evaluation: Evaluation): FeelValue => {
    if (values.length !== names.length) {
      return evaluation.warn('invalid_arguments', `Expected ${names.length} arguments, but got ${values.length}`);
    }
    const fitted: FeelValue[] = [];
    for (const [index, { name, of }] of parameters.entries()) {
      const value = values[index] ?? null;
      const fit = of ? coerce(value, of, evaluation) : value;
      if (fit === undefined)
        return evaluation.warn('invalid_arguments', `Expected another type of '${name}', but got ${brief(value)}`);
      fitted.push(fit);
    }
    const value = evaluation.enter(CALL, () => body(fitted, evaluation));
    const fit = result ? coerce(value, result, evaluation) : value;
    return fit === undefined
      ? evaluation.warn('invalid_result', `Expected another type of result, but got ${brief(value)}`)
      : fit;
  };
  const callNamed = (values: ReadonlyMap<string, FeelValue>, evaluation: Evaluation): FeelValue => {
    const unknown = [...values.keys()].find((name) => !names.includes(name));
    if (unknown !== undefined || values.size !== names.length) {
      return evaluation.warn(
        'invalid_arguments',
        `Expected the arguments ${names.join(', ')}, but got ${[...values.keys()].join(', ')}`,
      );
    }
    return call(
      names.map((name) => values.get(name) ?? null),
      evaluation,
    );
  };
  return new FeelFunction(call, callNamed, { parameters: parameters.map(({ of }) => of), ...(result && { result }) });
}
