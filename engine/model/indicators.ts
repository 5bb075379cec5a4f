import { parseFeel } from '../feel/parse';
import { indicatorSchema, type Indicator } from '../../protocol/indicators';
import type { Problem } from '../../protocol/problem';
import type { CatalogueItem } from '../../protocol/release';
import type { ReleaseContent } from './release';
import { checked } from './yaml';

const FORMULAS = ['among', 'counts', 'measure', 'value'] as const;

/** Looks at the catalogue `indicators`: its form, its FEEL, and the registers that it counts. */
export function checkIndicators({ catalogues, registers }: ReleaseContent): Problem[] {
  return (catalogues['indicators']?.items ?? []).flatMap((item) =>
    faultsOf(item, registers).map((message): Problem => {
      return { code: 'indicator_invalid', message, elementId: item.id, severity: 'error' };
    }),
  );
}

function faultsOf(item: CatalogueItem, registers: ReleaseContent['registers']): string[] {
  const indicator = checked(indicatorSchema, item);
  if (typeof indicator === 'string') return [indicator];
  const [, register] = /^register:(.+)$/.exec(indicator.source) ?? [];
  const isMissing = register !== undefined && !Object.hasOwn(registers, register);
  return [
    ...(isMissing ? [`Expected register '${register}' in the release, but it is not there`] : []),
    ...FORMULAS.flatMap((name) => faultOf(indicator, name)),
  ];
}

function faultOf(indicator: Indicator, name: (typeof FORMULAS)[number]): string[] {
  const source = indicator[name];
  const parsed = source === undefined ? { ok: true as const } : parseFeel(source.slice(1));
  return parsed.ok ? [] : [`Expected ${name} to be FEEL, but ${parsed.problem.message}`];
}
