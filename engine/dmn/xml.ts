import { SaxesParser } from 'saxes';

/** An element with its children; enough of XML for DMN. */
export interface XmlElement {
  name: string;
  namespace: string;
  /** By name, with the prefix as written. */
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  text: string;
  line: number;
}

const MAX_LENGTH = 2_000_000;
const MAX_DEPTH = 50;
const MAX_ELEMENTS = 50_000;

/** Reads XML without a DOCTYPE, within limits; throws an Error that says what was expected. */
export function parseXml(xml: string): XmlElement {
  if (xml.length > MAX_LENGTH)
    throw new Error(`Expected at most ${MAX_LENGTH} characters, but there are ${xml.length}`);
  const parser = new SaxesParser({ xmlns: true });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  parser.on('error', (error) => {
    throw new Error(`Expected well-formed XML, but ${error.message}`);
  });
  parser.on('doctype', () => {
    throw new Error('Expected no DOCTYPE, but there is one');
  });
  parser.on('opentag', (tag) => {
    if (open.length >= MAX_DEPTH || ++elements > MAX_ELEMENTS)
      throw new Error('Expected a smaller document, but it is too deep or long');
    const attributes: Record<string, string> = {};
    for (const attribute of Object.values(tag.attributes)) {
      attributes[attribute.name] = attribute.value;
    }
    const element: XmlElement = {
      name: tag.local,
      namespace: tag.uri,
      attributes,
      children: [],
      text: '',
      line: parser.line,
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => void open.pop());
  parser.write(xml).close();
  if (!root) throw new Error('Expected an element, but the document is empty');
  return root;
}

export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}
