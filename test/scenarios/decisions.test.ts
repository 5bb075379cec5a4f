import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { topicsIn } from '../../activities/crmRegister';
import { evaluateDecision } from '../../engine/dmn';
import { parseDecisions } from '../../engine/dmn/parse';
import type { Catalogue } from '../../protocol/release';

/** The decisions of the chat procedure over its scripted requests: what people wrote, and who then had to act. */

const ROOT = path.resolve(__dirname, '../../definitions/chat-attention');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

interface Scenario {
  id: string;
  citizen: { relationship: string };
  request: { type: string; area: string; summary: string };
  completion?: { type: string; area: string };
  escalation?: { level: number; expires?: boolean; by?: string }[];
}
const scenarios = new Map(
  readdirSync(path.join(ROOT, 'scenarios'))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => {
      const scenario = parse(read(`scenarios/${file}`)) as Scenario;
      return [scenario.id, scenario];
    }),
);
const topics = parse(read('catalogues/topics.yaml')) as Catalogue;

const models = new Map<string, ReturnType<typeof parseDecisions>>();

async function decide(id: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
  if (!models.has(id)) models.set(id, parseDecisions(read(`decisions/${id}.dmn`)));
  const parsed = await models.get(id)!;
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const result = evaluateDecision(parsed.decisions, id, input, { now: 0, offsetMinutes: -300 });
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.output as Record<string, unknown>;
}

function suggest({ citizen, request }: Scenario): Promise<Record<string, unknown>> {
  const { relationship } = citizen;
  return decide('classification-suggestion', { topics: topicsIn(request.summary, topics), relationship });
}

describe('the classification suggested from what a citizen wrote', () => {
  it.each([
    ['requisitos-pregrado', 'solicitud.informacion-general', 'credito-educativo', 'general', 'normal'],
    ['recuperar-clave', 'solicitud.otra', 'tecnologia', 'general', 'normal'],
    ['saldo-credito', 'solicitud.informacion-especifica', 'cartera', 'specific', 'normal'],
    ['giro-pendiente', 'solicitud.informacion-especifica', 'credito-educativo', 'specific', 'normal'],
    ['codeudor-en-mora', 'solicitud.informacion-especifica', 'cartera', 'specific', 'high'],
    ['doble-cobro', 'reclamo', 'cartera', 'specific', 'high'],
    ['denuncia-tramitador', 'queja.denuncia', 'atencion-usuario', 'specific', 'high'],
    ['sugerencia-aplicacion', 'queja.sugerencia', 'atencion-usuario', 'general', 'normal'],
    ['medios-de-pago', 'solicitud.informacion-general', 'cartera', 'general', 'normal'],
  ])('of %s is %s, %s, %s, %s', async (id, suggestedType, suggestedArea, scope, priority) => {
    expect(await suggest(scenarios.get(id)!)).toEqual({ suggestedType, suggestedArea, scope, priority });
  });
});

describe('the escalation matrix', () => {
  const escalated = [...scenarios.values()].filter(({ escalation }) => escalation !== undefined);
  it.each(escalated)('leads $id through the levels of its script', async (scenario) => {
    const { priority } = await suggest(scenario);
    let level: unknown = 1;
    for (const step of scenario.escalation!) {
      expect(step.level).toBe(level);
      const { type, area } = scenario.completion!;
      const { role, workingHours, nextLevel } = await decide('escalation-matrix', { area, type, priority, level });
      expect(workingHours).toBeGreaterThan(0);
      if (step.expires) expect(nextLevel).toBe(step.level + 1);
      else expect(role).toBe(step.by);
      level = nextLevel;
    }
  });

  it('ends for every area and type, with a responsible at each level', async () => {
    const ids = (file: string): string[] =>
      (parse(read(`catalogues/${file}.yaml`)) as Catalogue).items.map((one) => one.id);
    for (const area of ids('areas')) {
      for (const type of ids('request-types')) {
        let level: unknown = 1;
        for (let steps = 0; level !== null; steps++) {
          expect(steps).toBeLessThan(3);
          const { role, nextLevel } = await decide('escalation-matrix', { area, type, priority: 'normal', level });
          expect(ids('roles')).toContain(role);
          level = nextLevel;
        }
      }
    }
  });
});

it('gives terms to every type of request', async () => {
  for (const type of ['solicitud.informacion-general', 'queja.denuncia', 'reclamo', 'solicitud']) {
    const terms = await decide('service-terms', { type });
    expect(Object.values(terms).every((value) => typeof value === 'number' && value > 0)).toBe(true);
  }
});
