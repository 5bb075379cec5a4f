import { SaxesParser } from 'saxes';

/** An element with namespaces resolved; children of one name stay in their order, names among each other don't. */
interface Node {
  name: string;
  attributes: Map<string, string>;
  children: Node[];
  text: string;
}

const MODEL = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
const XSI_TYPE = '{http://www.w3.org/2001/XMLSchema-instance}type';

/**
 * The lines of a canonical form of a document: one an element, attribute and text, each with the path to it. Two
 * documents say the same when their lines are the same, whatever their prefixes, indentation and order of properties.
 * `defaults` are attributes (`name=value`) that say what holds anyway.
 */
export function canonicalLines(xml: string, defaults: ReadonlySet<string>): string[] {
  const lines: string[] = [];
  const visit = (node: Node, path: string): void => {
    lines.push(path);
    for (const [name, value] of node.attributes)
      if (!defaults.has(`${name}=${value}`)) lines.push(`${path} @${name}=${value}`);
    const text = node.text.trim();
    if (text !== '') lines.push(`${path} "${text.replaceAll(/\r\n?/g, '\n')}"`);
    const counts = new Map<string, number>();
    for (const child of node.children) {
      const count = (counts.get(child.name) ?? 0) + 1;
      counts.set(child.name, count);
      visit(child, `${path}/${child.name}[${count}]`);
    }
  };
  const root = parse(xml);
  visit(root, `/${root.name}`);
  return lines.sort();
}

function parse(xml: string): Node {
  const parser = new SaxesParser({ xmlns: true });
  const document: Node = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [document];
  parser.on('opentag', ({ uri, local, attributes, ns }) => {
    const isFormal = uri === MODEL && local === 'formalExpression';
    // The schema lets a formal expression stand for an expression of that type.
    const node: Node = {
      name: `{${uri}}${isFormal ? 'expression' : local}`,
      attributes: new Map(),
      children: [],
      text: '',
    };
    if (isFormal) node.attributes.set(XSI_TYPE, `{${MODEL}}tFormalExpression`);
    for (const { uri: space, local: name, prefix, value } of Object.values(attributes)) {
      if (prefix === 'xmlns' || name === 'xmlns') continue;
      // What the schema says of every waypoint.
      if (local === 'waypoint' && name === 'type') continue;
      // A name in the namespace of its element says the same as one without.
      const qualified = space === '' || space === uri ? name : `{${space}}${name}`;
      node.attributes.set(qualified, qualified === XSI_TYPE ? resolve(value, parser, ns) : normalized(value));
    }
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  const addText = (text: string): void => {
    const node = open.at(-1);
    if (node) node.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => void open.pop());
  parser.write(xml).close();
  const [root] = document.children;
  if (!root) throw new Error('Expected an XML document, but it is empty');
  return root;
}

/** The value of `xsi:type` is a qualified name. */
function resolve(
  value: string,
  parser: { resolve(prefix: string): string | undefined },
  ns: Record<string, string>,
): string {
  const [prefix, local] = value.includes(':') ? value.split(':') : ['', value];
  return `{${ns[prefix ?? ''] ?? parser.resolve(prefix ?? '') ?? ''}}${local}`;
}

/** As an XML parser reads an attribute: line breaks are spaces; and `11.0` is `11`. */
function normalized(value: string): string {
  return /^-?\d+\.\d+$/.test(value) ? String(Number(value)) : value.replaceAll(/\s+/g, ' ');
}
