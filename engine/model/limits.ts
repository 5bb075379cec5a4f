import { SaxesParser } from 'saxes';
import type { Problem } from '../../protocol/problem';
import { ZEEBE_NAMESPACE } from './moddle';

export const MAX_BYTES = 2 * 1024 * 1024;
export const MAX_DEPTH = 50;
/** Of the model, not of its drawing. */
export const MAX_ELEMENTS = 2_000;
/** That an activity may need or send at once. */
export const MAX_TOKENS = 2_000;

const MODEL_NAMESPACE = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
/** Names that every JavaScript object answers to. */
const REFUSED_IDS = new Set(Object.getOwnPropertyNames(Object.prototype));

interface Scan {
  depth: number;
  elements: number;
  ids: Set<string>;
  /** Ids of the open elements, for those that have none themselves. */
  open: string[];
  /** Ids of elements with loop characteristics, of which the parser would keep the last. */
  looping: Set<string>;
  problems: Problem[];
}

class Stop extends Error {}

/**
 * Looks at a model's XML before any parser builds a tree of it: size, DOCTYPE, depth, number of elements, well-formed,
 * ids that occur twice, `zeebe:` elements that nobody knows.
 */
export function scanXml(xml: string, zeebeElements: ReadonlySet<string>): Problem[] {
  if (xml.length > MAX_BYTES || Buffer.byteLength(xml) > MAX_BYTES) {
    return [problemOf('xml_too_large', `Expected at most ${MAX_BYTES} bytes, but there are ${Buffer.byteLength(xml)}`)];
  }
  const scan: Scan = { depth: 0, elements: 0, ids: new Set(), open: [], looping: new Set(), problems: [] };
  const parser = new SaxesParser({ xmlns: true });
  parser.on('doctype', () => {
    throw new Stop('Expected no DOCTYPE, but there is one');
  });
  parser.on('error', (error) => {
    throw new Stop(`Expected well-formed XML, but ${error.message}`);
  });
  parser.on('opentag', ({ uri, local, attributes }) => enter(scan, uri, local, attributes, zeebeElements));
  parser.on('closetag', () => {
    scan.depth -= 1;
    scan.open.pop();
  });
  try {
    parser.write(xml).close();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    scan.problems.push(problemOf('xml_refused', error.message));
  }
  return scan.problems;
}

function enter(
  scan: Scan,
  uri: string,
  local: string,
  attributes: Record<string, { value: string; uri: string }>,
  zeebeElements: ReadonlySet<string>,
): void {
  scan.depth += 1;
  if (scan.depth > MAX_DEPTH) throw new Stop(`Expected at most ${MAX_DEPTH} levels, but there are more`);
  if (uri === MODEL_NAMESPACE) scan.elements += 1;
  if (scan.elements > MAX_ELEMENTS) throw new Stop(`Expected at most ${MAX_ELEMENTS} elements, but there are more`);
  const owner = scan.open.at(-1) ?? '';
  if (uri === MODEL_NAMESPACE && local.endsWith('LoopCharacteristics')) addLoop(scan, owner);
  if (uri === ZEEBE_NAMESPACE) {
    if (!zeebeElements.has(local)) {
      const message = `Expected an extension that is executed, but zeebe:${local} is not`;
      scan.problems.push(problemOf('unsupported_extension', message, owner));
    }
    scan.open.push(owner);
  } else {
    const id = attributes.id?.uri === '' ? attributes.id.value : undefined;
    if (id !== undefined) addId(scan, id);
    scan.open.push(id ?? owner);
  }
}

function addLoop({ looping, problems }: Scan, owner: string): void {
  if (looping.has(owner))
    problems.push(problemOf('loop_ambiguous', 'Expected one kind of loop, but there are several', owner));
  looping.add(owner);
}

function addId({ ids, problems }: Scan, id: string): void {
  if (ids.has(id)) problems.push(problemOf('duplicate_id', `Expected ids to be unique, but '${id}' occurs twice`, id));
  if (REFUSED_IDS.has(id)) problems.push(problemOf('id_refused', `Expected another id, but it is '${id}'`, id));
  ids.add(id);
}

function problemOf(code: string, message: string, elementId?: string): Problem {
  return { code, message, severity: 'error', ...(elementId ? { elementId } : {}) };
}
