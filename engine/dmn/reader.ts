import { normalizeName } from '../feel/values/name';
import { parseFeel } from '../feel/parse';
import type { FeelKind, FeelNode } from '../feel/tree';
import type { DmnProblem, ItemType } from './model';
import { childOf, childrenOf, type XmlElement } from './xml';

const DMN = /^https?:\/\/www\.omg\.org\/spec\/DMN\/(\d{8})\/(MODEL\/|dmn\.xsd)$/;
/** Carry no behaviour, wherever they stand. */
const WITHOUT_EFFECT = new Set(['description', 'extensionElements', 'annotation', 'annotationEntry', 'label']);

/** Reads one DMN document: names, references, types and FEEL; collects problems instead of stopping at the first. */
export class DocumentReader {
  readonly problems: DmnProblem[] = [];
  readonly namespace: string;
  private names: string[];
  /** Import name → namespace. */
  readonly imports: ReadonlyMap<string, string>;

  constructor(
    readonly root: XmlElement,
    importedNames: readonly string[],
  ) {
    this.namespace = root.attributes['namespace'] ?? '';
    this.names = [...new Set([...allNames(root), ...importedNames])];
    this.imports = new Map(
      childrenOf(root, 'import').map((element) => [nameOf(element), element.attributes['namespace'] ?? '']),
    );
    if (root.name !== 'definitions' || !DMN.test(root.namespace)) {
      this.report('dmn_xml', root, `Expected DMN definitions, but got '${root.name}' of '${root.namespace}'`);
    }
  }

  report(code: DmnProblem['code'], element: XmlElement, message: string): void {
    const elementId = element.attributes['id'];
    this.problems.push({ code, message, ...(elementId !== undefined && { elementId }) });
  }

  /** Reports children that nobody reads; elements of other namespaces are not DMN's. */
  allow(element: XmlElement, ...known: readonly string[]): void {
    for (const child of element.children) {
      if (child.namespace !== element.namespace || WITHOUT_EFFECT.has(child.name) || known.includes(child.name))
        continue;
      this.report(
        'dmn_unknown',
        child,
        `Expected in '${element.name}' one of ${known.join(', ')}, but got '${child.name}'`,
      );
    }
  }

  key(id: string): string {
    return `${this.namespace}#${id}`;
  }

  /** `#id` or `namespace#id`. */
  keyOfHref(element: XmlElement | undefined): string {
    const href = element?.attributes['href'] ?? '';
    const [namespace, id = ''] = href.split('#');
    return namespace ? `${namespace}#${id}` : this.key(id);
  }

  /** The name under which this document sees elements of a namespace; undefined for its own. */
  importName(namespace: string): string | undefined {
    if (namespace === this.namespace) return undefined;
    return [...this.imports].find(([, imported]) => imported === namespace)?.[0];
  }

  /** A type's key, or the name of a FEEL type. */
  typeKey(reference: string | undefined): string | undefined {
    const name = reference?.trim().replace(/^feel:/, '');
    if (!name) return undefined;
    if (childrenOf(this.root, 'itemDefinition').some((item) => nameOf(item) === name)) return this.key(name);
    for (const [prefix, namespace] of this.imports) {
      if (name.startsWith(`${prefix}.`)) return `${namespace}#${name.slice(prefix.length + 1)}`;
    }
    return name.replace(/^[A-Za-z]+:/, '');
  }

  /** The type of a `variable`, or of anything else with `typeRef`. */
  typeOf(element: XmlElement | undefined): { type?: string } {
    const type = this.typeKey(element?.attributes['typeRef'] ?? (element && childOf(element, 'typeRef')?.text));
    return type === undefined ? {} : { type };
  }

  feel(element: XmlElement, source: string, kind: FeelKind = 'expression'): FeelNode {
    this.checkLanguage(element);
    const empty = source.trim() === '';
    const parsed = parseFeel(empty && kind === 'expression' ? 'null' : source, { kind, names: this.names });
    if (parsed.ok) return parsed.tree.root;
    this.report('feel_syntax', element, parsed.problem.message);
    return null;
  }

  /** The FEEL in the `text` child of an element. */
  text(element: XmlElement, kind: FeelKind = 'expression'): FeelNode {
    return this.feel(element, childOf(element, 'text')?.text ?? '', kind);
  }

  itemType(element: XmlElement): ItemType {
    this.allow(element, 'typeRef', 'allowedValues', 'typeConstraint', 'itemComponent', 'functionItem');
    const components = childrenOf(element, 'itemComponent');
    const constraint = childOf(element, 'typeConstraint') ?? childOf(element, 'allowedValues');
    const type = this.typeKey(childOf(element, 'typeRef')?.text) ?? 'Any';
    return {
      is: childOf(element, 'functionItem')
        ? { function: true }
        : components.length > 0
          ? { components: components.map((component) => ({ name: nameOf(component), type: this.itemType(component) })) }
          : { named: type },
      collection: element.attributes['isCollection'] === 'true',
      ...(constraint && { allowed: this.text(constraint, 'unaryTests') }),
    };
  }

  /** Reads with the names of parameters in scope: only there is `Person.Name` one name instead of a path. */
  withParameters<T>(parameters: readonly { name: string }[], read: () => T): T {
    const outer = this.names;
    this.names = [...outer, ...parameters.map(({ name }) => name)];
    const result = read();
    this.names = outer;
    return result;
  }

  private checkLanguage(element: XmlElement): void {
    const language = element.attributes['expressionLanguage'] ?? this.root.attributes['expressionLanguage'];
    if (language && !/feel/i.test(language))
      this.report('dmn_unknown', element, `Expected FEEL, but the language is '${language}'`);
  }
}

export function nameOf(element: XmlElement): string {
  return normalizeName(element.attributes['name'] ?? '');
}

/** Every name of a document: what is one name in its expressions. */
export function allNames(element: XmlElement): string[] {
  const name =
    /parameter$/i.test(element.name) && element.attributes['name']?.includes('.')
      ? undefined
      : element.attributes['name'];
  const own = [name, element.attributes['iteratorVariable']].filter((each) => each !== undefined);
  return [...own, ...element.children.flatMap(allNames)];
}
