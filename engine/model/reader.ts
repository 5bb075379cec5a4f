import { parseFeel } from '../feel/parse';
import type { FeelTree } from '../feel/tree';
import type { Problem } from '../../protocol/problem';
import type { Expression, Mapping } from './definition';
import { isUel, toFeel } from './languages/languages';
import { MAX_TOKENS } from './limits';
import { bpmnTypeOf, elementsOf, isElement, textOf, type ModdleElement } from './moddle';
import type { ElementSource, ExtensionSource, NestedSource } from './source';

/** Attributes that mean nothing for execution, or that the compiler itself reads. */
const COMMON = new Set([
  '$type',
  'id',
  'name',
  'documentation',
  'extensionElements',
  'incoming',
  'outgoing',
  'lanes',
  'gatewayDirection',
  // Types of data, which JSON values have themselves, and operations, which name messages that are named anyway.
  'itemRef',
  'itemSubjectRef',
  'operationRef',
]);
/** Attributes of other namespaces that are only for tools. */
const TOOL_ATTRIBUTE = /^(xmlns|xsi|modeler)(:|$)|^zeebe:modeler/;
const ACCEPTED_BINDINGS = new Set(['latest', 'deployment']);

/** What all readers of one model share. */
export interface ReadingContext {
  problems: Problem[];
  resource: string;
  /** Names of reference attributes by element; the parser keeps them apart from other attributes. */
  references: ReadonlyMap<ModdleElement, readonly string[]>;
  /** What `definitions` says of expressions that don't say it themselves. */
  expressionLanguage: string | null;
  usesZeebe: boolean;
}

/** Reads one element on behalf of its behaviour, and afterwards tells what nobody has read. */
export class ElementReader implements NestedSource {
  readonly id: string;
  readonly name: string | null;
  readonly bpmnType: string;
  private readonly read = new Set<string>();
  private readonly inner = new Map<ModdleElement, ElementReader>();
  private readonly extensions = new Map<ModdleElement, ExtensionReader>();

  /** `owner` is the element whose id a problem names. */
  constructor(
    private readonly element: ModdleElement,
    private readonly context: ReadingContext,
    private readonly owner: string = textOf(element, 'id') ?? '',
  ) {
    this.id = textOf(element, 'id') ?? '';
    this.name = textOf(element, 'name');
    this.bpmnType = bpmnTypeOf(element);
  }

  get parent(): ElementReader | null {
    const parent = this.element.$parent;
    return parent ? new ElementReader(parent, this.context) : null;
  }

  attribute(name: string): string | number | boolean | undefined {
    const value = this.value(name);
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
  }

  reference(name: string): string | null {
    const value = this.value(name);
    return isElement(value) ? textOf(value, 'id') : null;
  }

  references(name: string): string[] {
    return this.raw(name).flatMap((element) => textOf(element, 'id') ?? []);
  }

  referenced(name: string): ElementReader | null {
    const value = this.value(name);
    return isElement(value) ? this.readerOf(value) : null;
  }

  nested(name: string): ElementReader[] {
    const elements = this.raw(name);
    // Definitions may stand at the top of the file, and be referred to (BPMN 2.0.2, 10.5.1).
    const referred = name === 'eventDefinitions' ? this.raw('eventDefinitionRef') : [];
    return [...elements, ...referred].map((element) => this.readerOf(element));
  }

  body(name: string): string | null {
    const value = this.value(name);
    return isElement(value) ? textOf(value, 'body') : null;
  }

  condition(name: string, what: string): FeelTree | null {
    const value = this.value(name);
    const expression = isElement(value) ? this.formal(value, what) : null;
    return expression && 'feel' in expression ? expression.feel : null;
  }

  /** A formal expression, or text that is one: null where it is empty, or after a problem. */
  formal(expression: ModdleElement | string, what: string): Expression | null {
    const isText = typeof expression === 'string';
    const text = (isText ? expression : (textOf(expression, 'body') ?? '')).trim();
    if (text === '') return null;
    const language = isText ? 'FEEL' : textOf(expression, 'language');
    const tree = text.startsWith('=') ? this.feel(text, what) : this.foreign(text, what, language);
    return tree && { feel: tree };
  }

  /** Nested elements as the parser gives them, for what belongs to the standard and not to a behaviour. */
  raw(name: string): ModdleElement[] {
    this.read.add(name);
    return elementsOf(this.element, name);
  }

  extension(name: string): ExtensionReader | null {
    const type = `zeebe:${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const found = this.extensionElements().find((extension) => extension.$type === type);
    if (!found) return null;
    const known = this.extensions.get(found) ?? new ExtensionReader(found);
    this.extensions.set(found, known);
    return known;
  }

  expression(text: string, what: string): Expression {
    const isForeign = /^\$\{.*\}$/.test(text) && isUel(this.context.expressionLanguage);
    if (!text.startsWith('=') && !isForeign) return { text };
    const tree = isForeign ? this.foreign(text, what, null) : this.feel(text, what);
    return tree ? { feel: tree } : { text: '' };
  }

  feel(text: string, what: string): FeelTree | null {
    const result = parseFeel(text.startsWith('=') ? text.slice(1).trim() : text);
    if (result.ok) return result.tree;
    this.problem('feel_syntax', `Expected ${what} to be FEEL, but '${text}' is not: ${result.problem.message}`);
    return null;
  }

  /** An expression of the standard's own kind, which may be in another language. */
  private foreign(text: string, what: string, language: string | null): FeelTree | null {
    const translated = toFeel(text, language, this.context.expressionLanguage);
    if (translated.feel !== null) return this.feel(translated.feel, what);
    this.problem(
      'expression_language',
      `Expected ${what} in FEEL or UEL, but '${text}' in ${translated.language} is not understood`,
    );
    return null;
  }

  get usesZeebe(): boolean {
    return this.context.usesZeebe;
  }

  problem(code: string, message: string): void {
    const { problems, resource } = this.context;
    problems.push({ code, message, resource, elementId: this.owner, severity: 'error' });
  }

  /** Tells each attribute and extension of the model that was not read: we would not execute it. */
  reportUnread(): void {
    for (const name of Object.keys(this.element)) if (!this.isHarmless(name)) this.unsupported(name);
    for (const property of this.context.references.get(this.element) ?? []) {
      if (!COMMON.has(property) && !this.read.has(property)) this.unsupported(property);
    }
    for (const name of Object.keys(this.element.$attrs)) if (!TOOL_ATTRIBUTE.test(name)) this.unsupported(name);
    for (const extension of this.extensionElements()) {
      const reader = this.extensions.get(extension);
      if (reader) for (const name of reader.unread()) this.unsupported(`${extension.$type} ${name}`);
      else
        this.problem(
          'unsupported_extension',
          `Expected an extension that is executed here, but ${extension.$type} is not`,
        );
    }
    for (const [element, reader] of this.inner) if (!isReadApart(element)) reader.reportUnread();
  }

  private isHarmless(name: string): boolean {
    if (COMMON.has(name) || this.read.has(name)) return true;
    // The parser makes an empty list where somebody only looked for one.
    if (elementsOf(this.element, name).length === 0 && Array.isArray(this.element.get(name))) return true;
    const property = this.element.$descriptor.propertiesByName[name];
    if (property?.ns.prefix === 'zeebe' && name.startsWith('modeler')) return true;
    return property !== undefined && property.default !== undefined && property.default === this.element.get(name);
  }

  private unsupported(name: string): void {
    this.problem('unsupported_attribute', `Expected only what is executed, but '${name}' of ${this.bpmnType} is not`);
  }

  private value(name: string): unknown {
    this.read.add(name);
    return this.element.get(name);
  }

  private readerOf(element: ModdleElement): ElementReader {
    const known = this.inner.get(element) ?? new ElementReader(element, this.context, this.owner);
    this.inner.set(element, known);
    return known;
  }

  private extensionElements(): ModdleElement[] {
    const holder = this.element.get('extensionElements');
    return isElement(holder) ? elementsOf(holder, 'values') : [];
  }
}

class ExtensionReader implements ExtensionSource {
  private readonly read = new Set(['$type', 'id']);
  private readonly inner: ExtensionReader[] = [];

  constructor(private readonly element: ModdleElement) {}

  attribute(name: string): string | null {
    this.read.add(name);
    const value = this.element.get(name);
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return typeof value === 'string' && value !== '' ? value : null;
  }

  nested(name: string): ExtensionReader[] {
    this.read.add(name);
    const readers = elementsOf(this.element, name).map((element) => new ExtensionReader(element));
    this.inner.push(...readers);
    return readers;
  }

  /** A release is one thing, so `latest` and `deployment` bind alike. */
  unread(): string[] {
    const unread = Object.keys(this.element).filter((name) => !this.read.has(name) && !this.isAcceptedBinding(name));
    return [...unread, ...Object.keys(this.element.$attrs), ...this.inner.flatMap((reader) => reader.unread())];
  }

  private isAcceptedBinding(name: string): boolean {
    return name === 'bindingType' && ACCEPTED_BINDINGS.has(String(this.element.get(name)));
  }
}

/** Elements with a reader of their own, and drawings that mean nothing for execution. */
function isReadApart(element: ModdleElement): boolean {
  return ['bpmn:FlowElement', 'bpmn:Artifact', 'bpmn:LaneSet'].some((type) => element.$instanceOf(type));
}

/** Reads the input and output mappings of an element. */
export function readMappings(source: ElementSource): { inputs: Mapping[]; outputs: Mapping[] } {
  const io = source.extension('ioMapping');
  const read = (side: string) => (io?.nested(side) ?? []).map((mapping) => readMapping(source, mapping));
  return { inputs: read('inputParameters'), outputs: read('outputParameters') };
}

/** Reads `zeebe:properties`, which any element may have. */
export function readProperties(source: ElementSource): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const property of source.extension('properties')?.nested('properties') ?? []) {
    properties[property.attribute('name') ?? ''] = property.attribute('value') ?? '';
  }
  return properties;
}

function readMapping(source: ElementSource, mapping: ExtensionSource): Mapping {
  const target = mapping.attribute('target') ?? '';
  const valid = target.split('.').every((name) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && name !== '__proto__');
  if (!valid)
    source.problem('mapping_invalid', `Expected a mapping to have a variable as its target, but it has '${target}'`);
  return { source: source.expression(mapping.attribute('source') ?? '=null', `mapping to '${target}'`), target };
}

/** Reads how many tokens an activity needs and gives, where that isn't one (BPMN 2.0.2, 10.3). */
export function readQuantities(source: ElementSource): { startQuantity?: number; completionQuantity?: number } {
  const [start, completion] = [source.attribute('startQuantity'), source.attribute('completionQuantity')];
  for (const quantity of [start, completion])
    if (Number(quantity) > MAX_TOKENS)
      source.problem(
        'quantity_invalid',
        `Expected at most ${MAX_TOKENS} tokens at once, but there are ${String(quantity)}`,
      );
  return {
    ...(typeof start === 'number' && start !== 1 && { startQuantity: start }),
    ...(typeof completion === 'number' && completion !== 1 && { completionQuantity: completion }),
  };
}
