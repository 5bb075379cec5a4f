import { normalizeName } from '../feel/values/name';
import { ContextScope, parameterScope, type Scope } from '../feel/runtime/scope';
import {
  contextOf,
  fromHost,
  isContext,
  type FeelContext,
  type FeelFunction,
  type FeelValue,
} from '../feel/values/value';
import { evaluateLogic, functionOf } from './boxed';
import type { DecisionEvaluation } from './evaluation';
import type { Decision, DecisionModel, DecisionService, InputData, KnowledgeModel, Requirement } from './model';
import { asType, fromJson } from './types';

type Values = Readonly<Record<string, unknown>>;

/** Walks the requirement graph of one evaluation; each element is evaluated once. */
export class Requirements {
  private readonly input: ReadonlyMap<string, unknown>;
  private readonly given: ReadonlyMap<string, unknown>;
  private readonly root: Scope;

  constructor(
    private readonly model: DecisionModel,
    private readonly evaluation: DecisionEvaluation,
    input: Values,
    given: Values,
    private readonly known = new Map<string, FeelValue>(),
  ) {
    this.input = byName(input);
    this.given = byName(given);
    this.root = { find: (name) => (this.input.has(name) ? fromHost(this.input.get(name)) : undefined) };
  }

  /** The value of a decision or service by id, else by name; undefined where there is none. */
  evaluate(idOrName: string): FeelValue | undefined {
    const own = (each: { key: string; id: string }): boolean => each.key === `${this.model.namespace}#${idOrName}`;
    const named = (each: { name: string }): boolean => each.name === normalizeName(idOrName);
    const find = <T extends { key: string; id: string; name: string }>(list: T[]): T | undefined =>
      list.find(own) ?? list.find(named);
    const decision = find(this.model.decisions);
    if (decision) return this.valueOf(decision.key);
    const service = find(this.model.services);
    return service && this.serviceFunction(service).call(this.argumentsOf(service), this.evaluation);
  }

  /** What was supplied for a service's parameters: an input decision is never evaluated, only given. */
  private argumentsOf({ parameters }: DecisionService): FeelValue[] {
    return parameters.map(({ key, name, type }) => {
      const decision = this.model.decisions.find((each) => each.key === key);
      return decision
        ? fromJson(this.model, type, fromHost(this.given.get(decision.name) ?? this.input.get(name)))
        : this.valueOf(key);
    });
  }

  private serviceFunction(service: DecisionService): FeelFunction {
    return functionOf(service.parameters, service.type, (values) => this.serve(service, values));
  }

  private valueOf(key: string): FeelValue {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const value = this.compute(key);
    this.known.set(key, value);
    return value;
  }

  private compute(key: string): FeelValue {
    const of = <T extends { key: string }>(list: readonly T[]): T | undefined => list.find((each) => each.key === key);
    const decision = of(this.model.decisions);
    if (decision) return this.decide(decision);
    const input = of(this.model.inputs);
    if (input) return this.inputOf(input);
    const knowledge = of(this.model.knowledge);
    if (knowledge) return this.knowledgeOf(knowledge);
    const service = of(this.model.services);
    return service ? this.serviceFunction(service) : null;
  }

  private inputOf({ name, type }: InputData): FeelValue {
    const value = fromJson(this.model, type, fromHost(this.input.get(name)));
    return asType(this.model, type, value, this.evaluation);
  }

  private decide(decision: Decision): FeelValue {
    const { model, evaluation } = this;
    const { logic, name, type } = decision;
    if (this.given.has(name))
      return asType(model, type, fromJson(model, type, fromHost(this.given.get(name))), evaluation);
    const scope = this.scopeOf(decision.requirements, this.root);
    return evaluation.record(decision.id, name, () => {
      const value = logic ? evaluateLogic(logic, model, scope, evaluation) : null;
      return asType(model, type, value, evaluation);
    });
  }

  private knowledgeOf({ name, type, parameters, logic, requirements }: KnowledgeModel): FeelFunction {
    // The function sees itself, so that it may recur.
    const own: FeelContext = contextOf([]);
    const outer = new ContextScope(own, this.scopeOf(requirements, { find: () => undefined }));
    const made = functionOf(parameters, type, (values, evaluation) =>
      evaluateLogic(logic, this.model, parameterScope(parameters, values, outer), evaluation),
    );
    own[name] = made;
    return made;
  }

  /** Output decisions of a service with its parameters in place of what they require. */
  private serve({ outputs, parameters, type }: DecisionService, values: readonly FeelValue[]): FeelValue {
    const known = new Map(parameters.map(({ key }, index) => [key, values[index] ?? null]));
    const inner = new Requirements(this.model, this.evaluation, {}, {}, known);
    const results = outputs.map(({ key, path }) => [path.at(-1) ?? '', inner.valueOf(key)] as const);
    const value = results.length === 1 ? (results[0]?.[1] ?? null) : contextOf(results);
    return asType(this.model, type, value, this.evaluation);
  }

  /** What is required, under the names by which the requiring element sees it. */
  private scopeOf(requirements: readonly Requirement[], outer: Scope): Scope {
    const names = contextOf([]);
    for (const { key, path } of requirements) {
      const [first = '', second] = path;
      const value = this.valueOf(key);
      // Camunda also names the result of a required decision by its id.
      if (second === undefined) [names[key.slice(key.lastIndexOf('#') + 1)], names[first]] = [value, value];
      else names[first] = contextOf([...Object.entries(isContext(names[first]) ? names[first] : {}), [second, value]]);
    }
    return new ContextScope(names, outer);
  }
}

function byName(values: Values): Map<string, unknown> {
  return new Map(Object.entries(values).map(([name, value]) => [normalizeName(name), value]));
}
