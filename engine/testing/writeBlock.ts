import type { Block, HostKind, Leaf, Split } from './generate';

/** Messages, signals, errors and escalations that a generated process refers to. */
export const ROOTS =
  '<bpmn:message id="ping" name="ping"><bpmn:extensionElements><zeebe:subscription correlationKey="=key"/></bpmn:extensionElements></bpmn:message>' +
  '<bpmn:signal id="go" name="go"/><bpmn:error id="wrong" errorCode="wrong"/><bpmn:escalation id="help" escalationCode="help"/>';

/** The inside of a process that runs the block once. */
export function processOf(block: Block): string {
  const writer = new Writer();
  const start = writer.add('startEvent');
  const end = writer.add('endEvent');
  const { entry, exit } = writer.write(block);
  writer.flow(start, entry);
  writer.flow(exit, end);
  return writer.xml.join('\n');
}

const NON_INTERRUPTING = 'cancelActivity="false"';
const ESCALATION = '<bpmn:escalationEventDefinition escalationRef="help"/>';
const COMPENSATION = '<bpmn:compensateEventDefinition/>';
const CANCEL = '<bpmn:cancelEventDefinition/>';
const ERROR = '<bpmn:errorEventDefinition errorRef="wrong"/>';

interface SubProcessParts {
  tag?: 'subProcess' | 'transaction' | 'adHocSubProcess';
  /** Begins with a task that can be undone. */
  undo?: boolean;
  /** Loop characteristics. */
  loop?: string;
  /** Event definition of its end event. */
  end?: string;
  /** An event sub-process in it. */
  onEvent?: { start: string; attributes: string };
}

/** A sub-process, and perhaps a boundary event on it. */
interface Host extends SubProcessParts {
  on?: { start: string; attributes: string };
}

const TIMER = '<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>';

/** A complex gateway that goes on with the first token, and takes the others without one. */
const FIRST = '<bpmn:activationCondition>=activationCount >= 1</bpmn:activationCondition>';

/** The condition of way `index` out of `count`. */
const CONDITIONS: Record<Split, (index: number, count: number) => string> = {
  parallel: () => '',
  exclusive: (index, count) => `=modulo(n, ${count}) = ${index}`,
  complex: (index) => `=modulo(floor(n / ${2 ** index}), 2) = 1`,
  inclusive: (index) => `=modulo(floor(n / ${2 ** index}), 2) = 1`,
};

interface Ends {
  entry: string;
  exit: string;
}

const OFTEN = timer('<bpmn:timeCycle>R2/PT20M</bpmn:timeCycle>');
const HOSTS: Record<HostKind, Host> = {
  subProcess: {},
  late: { on: { start: timer('<bpmn:timeDuration>PT90M</bpmn:timeDuration>'), attributes: '' } },
  noted: { on: { start: OFTEN, attributes: NON_INTERRUPTING } },
  escalating: { end: ESCALATION, on: { start: ESCALATION, attributes: NON_INTERRUPTING } },
  watched: { onEvent: { start: OFTEN, attributes: 'isInterrupting="false"' } },
  rescued: { end: ERROR, onEvent: { start: ERROR, attributes: '' } },
  each: { loop: multiInstance('false') },
  eachInTurn: { loop: multiInstance('true') },
  undone: { undo: true, end: COMPENSATION },
  canceled: { tag: 'transaction', undo: true, end: CANCEL, on: { start: CANCEL, attributes: '' } },
  adHoc: { tag: 'adHocSubProcess' },
  twice: { loop: '<bpmn:standardLoopCharacteristics loopMaximum="2"/>' },
};

class Writer {
  xml: string[] = [];
  private count = 0;

  add(tag: string, inside = '', attributes = ''): string {
    const id = `${tag}-${++this.count}`;
    this.xml.push(`<bpmn:${tag} id="${id}" ${attributes}>${inside}</bpmn:${tag}>`);
    return id;
  }

  flow(from: string, to: string, condition = ''): string {
    const id = `flow-${++this.count}`;
    const inside = condition && `<bpmn:conditionExpression>${condition}</bpmn:conditionExpression>`;
    this.xml.push(`<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${inside}</bpmn:sequenceFlow>`);
    return id;
  }

  write(block: Block): Ends {
    if ('blocks' in block) return this.branches(block.kind, block.blocks);
    if (!('block' in block)) return block.kind === 'several' ? this.several() : single(this.leaf(block.kind));
    return block.kind === 'linked' ? this.linked(block.block) : this.host(HOSTS[block.kind], block.block);
  }

  private branches(kind: 'sequence' | Split | 'eventBased', inner: Block[]): Ends {
    if (kind === 'sequence') return this.sequence(inner);
    return kind === 'eventBased' ? this.eventBased(inner) : this.split(kind, inner);
  }

  private host({ on, ...parts }: Host, block: Block): Ends {
    const id = this.subProcess(block, parts);
    return on ? this.guarded(id, on.attributes, on.start) : single(id);
  }

  private leaf(kind: Exclude<Leaf, 'several'>): string {
    const leaves = {
      user: () => this.add('userTask'),
      work: () => this.add('serviceTask', extension('<zeebe:taskDefinition type="work"/>')),
      script: () => this.add('scriptTask', extension('<zeebe:script expression="=n + 1" resultVariable="n"/>')),
      timer: () => this.catching(TIMER),
      hear: () => this.add('intermediateCatchEvent', '<bpmn:signalEventDefinition signalRef="go"/>'),
      holds: () =>
        this.catching(
          '<bpmn:conditionalEventDefinition><bpmn:condition>=n &gt;= 0</bpmn:condition></bpmn:conditionalEventDefinition>',
        ),
      either: () => this.catching(`<bpmn:messageEventDefinition messageRef="ping"/>${TIMER}`),
      tell: () => this.add('intermediateThrowEvent', '<bpmn:signalEventDefinition signalRef="go"/>'),
      message: () => this.add('receiveTask', '', 'messageRef="ping"'),
      send: () => this.add('sendTask', extension('<zeebe:taskDefinition type="work"/>')),
      manual: () => this.add('manualTask'),
      abstract: () => this.add('task'),
    };
    return leaves[kind]();
  }

  private sequence(inner: Block[]): Ends {
    const ends = inner.map((block) => this.write(block));
    ends.slice(1).forEach(({ entry }, index) => this.flow(ends[index]?.exit ?? '', entry));
    return { entry: ends[0]?.entry ?? '', exit: ends.at(-1)?.exit ?? '' };
  }

  /** Gateways that choose take the ways that `n` names, the last one by default. */
  private split(kind: Split, inner: Block[]): Ends {
    const tag = `${kind}Gateway`;
    const entryIndex = this.xml.length;
    const entry = this.add(tag);
    const exit = this.add(tag, kind === 'complex' ? FIRST : '');
    inner.forEach((block, index) => {
      const ends = this.write(block);
      const isDefault = kind !== 'parallel' && index === inner.length - 1;
      const flow = this.flow(entry, ends.entry, isDefault ? '' : CONDITIONS[kind](index, inner.length));
      if (isDefault) this.xml[entryIndex] = `<bpmn:${tag} id="${entry}" default="${flow}"/>`;
      this.flow(ends.exit, exit);
    });
    return { entry, exit };
  }

  /** Two tokens, and who needs both. */
  private several(): Ends {
    const entry = this.add('manualTask', '', 'completionQuantity="2"');
    const exit = this.add('manualTask', '', 'startQuantity="2"');
    this.flow(entry, exit);
    return { entry, exit };
  }

  /** The first way begins with a message, the others with a timer. */
  private eventBased(inner: Block[]): Ends {
    const entry = this.add('eventBasedGateway');
    const exit = this.add('exclusiveGateway');
    inner.forEach((block, index) => {
      const event = this.catching(index === 0 ? '<bpmn:messageEventDefinition messageRef="ping"/>' : TIMER);
      const ends = this.write(block);
      this.flow(entry, event);
      this.flow(event, ends.entry);
      this.flow(ends.exit, exit);
    });
    return { entry, exit };
  }

  private linked(block: Block): Ends {
    const link = `<bpmn:linkEventDefinition name="link-${++this.count}"/>`;
    const { entry, exit } = this.write(block);
    this.flow(exit, this.add('intermediateThrowEvent', link));
    return { entry, exit: this.catching(link) };
  }

  private catching(definition: string): string {
    return this.add('intermediateCatchEvent', definition);
  }

  private subProcess(block: Block, parts: SubProcessParts = {}): string {
    const { tag = 'subProcess', loop = '', onEvent } = parts;
    const inside = this.inside(() => {
      // An ad-hoc sub-process takes activities only.
      if (tag === 'adHocSubProcess') this.subProcess(block);
      else this.enclose(this.write(block), parts);
      if (onEvent) this.eventSubProcess(onEvent);
    });
    return this.add(tag, loop + inside);
  }

  /** Start and end around a block, and perhaps something that can be undone before it. */
  private enclose({ entry, exit }: Ends, { end = '', undo = false }: SubProcessParts): void {
    const entrance = this.add('startEvent');
    if (undo) {
      const done = this.add('userTask');
      const event = this.add('boundaryEvent', COMPENSATION, `attachedToRef="${done}"`);
      const handler = this.add('userTask', '', 'isForCompensation="true"');
      this.add('association', '', `sourceRef="${event}" targetRef="${handler}"`);
      this.flow(entrance, done);
      this.flow(done, entry);
    } else this.flow(entrance, entry);
    this.flow(exit, this.add('endEvent', end));
  }

  private eventSubProcess({ start, attributes }: { start: string; attributes: string }): void {
    const inside = this.inside(() => {
      this.flow(this.add('startEvent', start, attributes), this.add('userTask'));
    });
    this.add('subProcess', inside, 'triggeredByEvent="true"');
  }

  /** What is written meanwhile, instead of adding it here. */
  private inside(write: () => void): string {
    const outer = this.xml;
    this.xml = [];
    write();
    const inside = this.xml.join('\n');
    this.xml = outer;
    return inside;
  }

  /** An event on a sub-process that leads to a user task of its own. */
  private guarded(host: string, attributes: string, definition: string): Ends {
    const boundary = this.add('boundaryEvent', definition, `attachedToRef="${host}" ${attributes}`);
    const noticed = this.add('userTask');
    this.flow(boundary, noticed);
    const exit = this.add('exclusiveGateway');
    this.flow(host, exit);
    if (attributes === '') this.flow(noticed, exit);
    else this.flow(noticed, this.add('endEvent'));
    return { entry: host, exit };
  }
}

function single(id: string): Ends {
  return { entry: id, exit: id };
}

/** Over two elements; the results of one run become a variable. */
function multiInstance(isSequential: string): string {
  const zeebe =
    '<zeebe:loopCharacteristics inputCollection="=[1, 2]" inputElement="item" outputCollection="items" outputElement="=item"/>';
  return `<bpmn:multiInstanceLoopCharacteristics isSequential="${isSequential}">${extension(zeebe)}</bpmn:multiInstanceLoopCharacteristics>`;
}

function timer(when: string): string {
  return `<bpmn:timerEventDefinition>${when}</bpmn:timerEventDefinition>`;
}

function extension(inside: string): string {
  return `<bpmn:extensionElements>${inside}</bpmn:extensionElements>`;
}
