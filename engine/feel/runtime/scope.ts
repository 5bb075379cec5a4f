import { contextOf, entryOf, fromHost, type FeelContext, type FeelValue } from '../values/value';

/** Names in sight of an expression. `find` gives undefined for a name that is not there. */
export interface Scope {
  find(name: string): FeelValue | undefined;
}

/** The caller's variables; each is asked for once. */
export class RootScope implements Scope {
  private readonly found = new Map<string, FeelValue | undefined>();

  constructor(private readonly source: Readonly<Record<string, unknown>> | ((name: string) => unknown)) {}

  find(name: string): FeelValue | undefined {
    if (this.found.has(name)) return this.found.get(name);
    const value = this.read(name);
    const known = value === undefined ? undefined : fromHost(value);
    this.found.set(name, known);
    return known;
  }

  private read(name: string): unknown {
    if (typeof this.source === 'function') return this.source(name);
    return Object.hasOwn(this.source, name) ? this.source[name] : undefined;
  }
}

/** One name over an outer scope. */
export class NameScope implements Scope {
  constructor(
    private readonly name: string,
    private readonly value: FeelValue,
    private readonly outer: Scope,
  ) {}

  find(name: string): FeelValue | undefined {
    return name === this.name ? this.value : this.outer.find(name);
  }
}

/** The entries of a context over an outer scope. */
export class ContextScope implements Scope {
  constructor(
    private readonly context: FeelContext,
    private readonly outer: Scope,
  ) {}

  find(name: string): FeelValue | undefined {
    return entryOf(this.context, name) ?? (Object.hasOwn(this.context, name) ? null : this.outer.find(name));
  }
}

/** The parameters of a call by name over an outer scope. */
export function parameterScope(
  parameters: readonly { name: string }[],
  values: readonly FeelValue[],
  outer: Scope,
): Scope {
  const context = contextOf([]);
  parameters.forEach(({ name }, index) => (context[name] = values[index] ?? null));
  return new ContextScope(context, outer);
}
