import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * The diagrams are read by people: everything is drawn, inside its lane, without crossing lines and without labels on
 * lines or shapes. Every .bpmn of every procedure is checked.
 */

/** The part of bpmn-moddle (it has no types) that this test reads. */
interface Moddle {
  fromXML(xml: string): Promise<{ rootElement: Definitions; warnings: { message: string }[] }>;
}
interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}
interface Point {
  x: number;
  y: number;
}
interface BpmnElement {
  $type: string;
  $parent?: BpmnElement;
  id: string;
  name?: string;
  flowElements?: BpmnElement[];
  laneSets?: { lanes: (BpmnElement & { flowNodeRef?: BpmnElement[] })[] }[];
  sourceRef?: BpmnElement;
  targetRef?: BpmnElement;
  attachedToRef?: BpmnElement;
}
interface Drawn {
  bpmnElement: BpmnElement;
  bounds?: Bounds;
  waypoint?: Point[];
  label?: { bounds: Bounds };
}
interface Definitions {
  rootElements: BpmnElement[];
  diagrams: { plane: { planeElement: Drawn[] } }[];
}
interface Segment {
  flow: string;
  a: Point;
  b: Point;
}

const { BpmnModdle } = jest.requireActual<{ BpmnModdle: new (extensions: object) => Moddle }>('bpmn-moddle');
const zeebe = jest.requireActual<object>('zeebe-bpmn-moddle/resources/zeebe.json');

const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.bpmn'));

async function read(file: string) {
  const { rootElement, warnings } = await new BpmnModdle({ zeebe }).fromXML(
    readFileSync(path.join(__dirname, file), 'utf8'),
  );
  const process = rootElement.rootElements.find((element) => element.$type === 'bpmn:Process')!;
  const elements = flatten(process);
  const drawn = rootElement.diagrams.flatMap((diagram) => diagram.plane.planeElement);
  const shapes = new Map(drawn.map((shape) => [shape.bpmnElement.id, shape]));
  const nodes = elements.filter((element) => element.$type !== 'bpmn:SequenceFlow');
  const flows = elements.filter((element) => element.$type === 'bpmn:SequenceFlow');
  const bounds = (id: string): Bounds => shapes.get(id)!.bounds!;
  const segments = flows.flatMap((flow): Segment[] => {
    const points = shapes.get(flow.id)!.waypoint!;
    return points.slice(1).map((b, index) => ({ flow: flow.id, a: points[index]!, b }));
  });
  const labels = elements.flatMap((element) => {
    const label = shapes.get(element.id)?.label?.bounds;
    return label ? [{ id: element.id, bounds: label }] : [];
  });
  return { warnings, process, nodes, flows, shapes, bounds, segments, labels };
}

function flatten(container: BpmnElement): BpmnElement[] {
  return (container.flowElements ?? []).flatMap((element) => [element, ...flatten(element)]);
}

function isInside(inner: Bounds, outer: Bounds): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** The box around a horizontal or vertical segment. */
function box({ a, b }: Segment): Bounds {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

/** Do the inner parts of two boxes (or lines) have a point in common? Touching at an edge is allowed. */
function overlap(one: Bounds, two: Bounds): boolean {
  const along = (start1: number, size1: number, start2: number, size2: number): boolean =>
    start1 < start2 + size2 && start2 < start1 + size1;
  return along(one.x, one.width, two.x, two.width) && along(one.y, one.height, two.y, two.height);
}

function isWithin(element: BpmnElement, container: string): boolean {
  for (let parent = element.$parent; parent; parent = parent.$parent) if (parent.id === container) return true;
  return false;
}

describe.each(files)('the diagram %s', (file) => {
  it('is read without a warning', async () => {
    expect((await read(file)).warnings).toEqual([]);
  });

  it('draws every flow node and every sequence flow', async () => {
    const { nodes, flows, shapes } = await read(file);
    const missing = [...nodes, ...flows].filter(({ id }) => !shapes.has(id)).map(({ id }) => id);
    expect(missing).toEqual([]);
  });

  it('draws every flow node inside the lane that names it', async () => {
    const { process, bounds, nodes } = await read(file);
    const lanes = process.laneSets?.flatMap((set) => set.lanes) ?? [];
    const outside = lanes.flatMap((lane) =>
      (lane.flowNodeRef ?? []).filter((node) => !isInside(bounds(node.id), bounds(lane.id))).map(({ id }) => id),
    );
    expect(outside).toEqual([]);
    const inLanes = lanes.flatMap((lane) => lane.flowNodeRef ?? []).map(({ id }) => id);
    const ofProcess = nodes.filter((node) => node.$parent === process).map(({ id }) => id);
    expect(inLanes.toSorted()).toEqual(ofProcess.toSorted());
  });

  it('draws sequence flows as horizontal and vertical lines from one node to another', async () => {
    const { segments, flows, shapes, bounds } = await read(file);
    expect(segments.filter(({ a, b }) => a.x !== b.x && a.y !== b.y)).toEqual([]);
    const touches = (point: Point, { x, y, width, height }: Bounds): boolean =>
      isInside({ ...point, width: 0, height: 0 }, { x, y, width, height }) &&
      (point.x === x || point.x === x + width || point.y === y || point.y === y + height);
    const loose = flows.filter((flow) => {
      const points = shapes.get(flow.id)!.waypoint!;
      return !touches(points[0]!, bounds(flow.sourceRef!.id)) || !touches(points.at(-1)!, bounds(flow.targetRef!.id));
    });
    expect(loose.map(({ id }) => id)).toEqual([]);
  });

  it('has no sequence flows that cross or run over each other', async () => {
    const { segments } = await read(file);
    // A hair's breadth around each line, so that two lines are two boxes that may overlap.
    const wide = (segment: Segment): Bounds => {
      const { x, y, width, height } = box(segment);
      return width > 0
        ? { x: x + 1, y: y - 0.5, width: width - 2, height: 1 }
        : { x: x - 0.5, y: y + 1, width: 1, height: height - 2 };
    };
    const crossing = segments.flatMap((one, index) =>
      segments
        .slice(index + 1)
        .filter((two) => two.flow !== one.flow && overlap(wide(one), wide(two)))
        .map((two) => `${one.flow} × ${two.flow}`),
    );
    expect(crossing).toEqual([]);
  });

  it('leads no sequence flow through a node', async () => {
    const { segments, nodes, flows, bounds } = await read(file);
    const through = segments.flatMap((segment) => {
      const flow = flows.find(({ id }) => id === segment.flow)!;
      const { x, y, width, height } = box(segment);
      const line = { x, y, width: Math.max(width, 0.1), height: Math.max(height, 0.1) };
      return nodes
        .filter((node) => node !== flow.sourceRef && node !== flow.targetRef && !isWithin(flow, node.id))
        .filter((node) => flow.sourceRef?.attachedToRef !== node && overlap(line, bounds(node.id)))
        .map((node) => `${flow.id} through ${node.id}`);
    });
    expect(through).toEqual([]);
  });

  it('keeps labels off lines, nodes and other labels', async () => {
    const { labels, nodes, segments, bounds } = await read(file);
    const hits = labels.flatMap((label, index) => [
      ...segments
        .filter((segment) => {
          const { x, y, width, height } = box(segment);
          return overlap({ x, y, width: Math.max(width, 0.1), height: Math.max(height, 0.1) }, label.bounds);
        })
        .map(({ flow }) => `label of ${label.id} on ${flow}`),
      ...nodes
        .filter((node) => node.$type !== 'bpmn:SubProcess' && overlap(bounds(node.id), label.bounds))
        .map(({ id }) => `label of ${label.id} on ${id}`),
      ...labels
        .slice(index + 1)
        .filter((other) => overlap(other.bounds, label.bounds))
        .map(({ id }) => `label of ${label.id} on label of ${id}`),
    ]);
    expect(hits).toEqual([]);
  });

  it('names everything that a reader must understand', async () => {
    const { nodes } = await read(file);
    const needsName = nodes.filter(({ $type }) => !/Gateway$/.test($type));
    expect(needsName.filter(({ name }) => !name).map(({ id }) => id)).toEqual([]);
  });
});
