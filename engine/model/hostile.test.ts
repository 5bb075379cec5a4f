import { bpmn, releaseOf } from '../testing/model';
import { Run } from '../testing/run';
import type { Program } from './definition';
import { compileProcesses } from './compileProcesses';
import { MAX_BYTES } from './limits';

const MOST_MS = 5_000;
const MOST_KB = 256 * 1_024;

/** Runs something hostile, and checks what it has cost this process beyond what it had needed before. */
async function bounded<T>(work: () => Promise<T> | T): Promise<T> {
  const [began, peak] = [performance.now(), process.resourceUsage().maxRSS];
  const result = await work();
  expect(performance.now() - began).toBeLessThan(MOST_MS);
  expect(process.resourceUsage().maxRSS - peak).toBeLessThan(MOST_KB);
  return result;
}

async function codesOf(xml: string): Promise<string[]> {
  return bounded(async () => (await compileProcesses(xml, 'hostile.bpmn')).problems.map(({ code }) => code));
}

async function runOf(inside: string, variables = {}): Promise<Run> {
  const content = bpmn(
    `<bpmn:startEvent id="start"/><bpmn:sequenceFlow id="f" sourceRef="start" targetRef="x"/>${inside}`,
  );
  const program: Program = { processId: 'main', formIds: [], ...(await releaseOf([{ name: 'main.bpmn', content }])) };
  return bounded(() => Run.start(program, variables));
}

const extension = (inside: string) => `<bpmn:extensionElements>${inside}</bpmn:extensionElements>`;
const loopOver = (collection: string) =>
  `<bpmn:multiInstanceLoopCharacteristics>${extension(`<zeebe:loopCharacteristics inputCollection="=${collection}"/>`)}</bpmn:multiInstanceLoopCharacteristics>`;

describe('hostile models', () => {
  it.each([
    ['10^6 nested elements', '<a>'.repeat(1_000_000), 'xml_too_large'],
    ['as many nested elements as fit', '<a>'.repeat(MAX_BYTES / 3 - 1), 'xml_refused'],
    ['100,000 tasks', bpmn('<bpmn:task id="t"/>'.repeat(100_000)), 'xml_refused'],
    ['more tasks than are allowed', bpmn('<bpmn:task id="t"/>'.repeat(2_001)), 'xml_refused'],
    [
      'billion laughs',
      `<!DOCTYPE l [<!ENTITY a0 "ha">${Array.from({ length: 30 }, (_, index) => `<!ENTITY a${index + 1} "&a${index};&a${index};">`).join('')}]><l>&a30;</l>`,
      'xml_refused',
    ],
    ['a megabyte of one attribute', bpmn(`<bpmn:task id="${'x'.repeat(MAX_BYTES)}"/>`), 'xml_too_large'],
    ['a thousand million tokens', bpmn('<bpmn:task id="t" completionQuantity="1000000000"/>'), 'quantity_invalid'],
  ])('are refused: %s', async (_name, xml, code) => {
    expect(await codesOf(xml)).toContain(code);
  });

  it('that call themselves end in an incident of the deepest', async () => {
    const call = `<bpmn:callActivity id="x">${extension('<zeebe:calledElement processId="main"/>')}</bpmn:callActivity>`;
    let run = await runOf(call);
    let depth = 0;
    for (; run.called[0]; depth += 1) run = run.called[0];
    expect(depth).toBe(50);
    expect(run.incidents()).toMatchObject([{ type: 'CALLED_ELEMENT_ERROR' }]);
  });

  it('that loop without a wait state end in an incident', async () => {
    const run = await runOf('<bpmn:task id="x"/><bpmn:sequenceFlow id="again" sourceRef="x" targetRef="x"/>');
    expect(run.incidents()).toMatchObject([{ type: 'ENGINE_FAILURE' }]);
  });

  it('that repeat an activity 10^5 times end in an incident', async () => {
    const run = await runOf(`<bpmn:userTask id="x">${loopOver('for i in 1..100000 return i')}</bpmn:userTask>`);
    expect(run.incidents()).toHaveLength(1);
  });

  it('that repeat what repeats end in incidents once a step has begun too much', async () => {
    const inner = `<bpmn:startEvent id="in"/><bpmn:sequenceFlow id="i" sourceRef="in" targetRef="y"/><bpmn:userTask id="y">${loopOver('many')}</bpmn:userTask>`;
    const run = await runOf(`<bpmn:subProcess id="x">${inner}${loopOver('many')}</bpmn:subProcess>`, {
      many: Array.from({ length: 2_000 }, (_, index) => index),
    });
    expect(run.incidents()[0]).toMatchObject({ type: 'ENGINE_FAILURE' });
  });

  it('and requests with 2 MB of variables are refused, or end in an incident where they grow them', async () => {
    const task = '<bpmn:userTask id="x"/>';
    const run = await runOf(task, { big: 'x'.repeat(2 * 1_024 * 1_024) });
    expect(run.rejection).toMatchObject({ code: 'invalid_argument' });
    const doubling = `<bpmn:scriptTask id="x">${extension('<zeebe:script expression="=t + t" resultVariable="t"/>')}</bpmn:scriptTask><bpmn:sequenceFlow id="again" sourceRef="x" targetRef="x"/>`;
    expect((await runOf(doubling, { t: 'x' })).incidents()).toHaveLength(1);
  });
});
