import { parseFeel } from '../feel/parse';
import { indicatorSchema, type Indicator } from '../../protocol/indicators';
import type { Problem } from '../../protocol/problem';
import type { CatalogueItem } from '../../protocol/release';
import type { ReleaseContent } from './release';

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
  const result = indicatorSchema.safeParse(item);
  if (!result.success) {
    const [issue] = result.error.issues;
    return [`Expected ${issue?.path.join('.') ?? item.id} to be valid, but ${issue?.message ?? 'it is not'}`];
  }
  const [, register] = /^register:(.+)$/.exec(result.data.source) ?? [];
  const isMissing = register !== undefined && !Object.hasOwn(registers, register);
  return [
    ...(isMissing ? [`Expected register '${register}' in the release, but it is not there`] : []),
    ...FORMULAS.flatMap((name) => faultOf(result.data, name)),
  ];
}

function faultOf(indicator: Indicator, name: (typeof FORMULAS)[number]): string[] {
  const source = indicator[name];
  const parsed = source === undefined ? { ok: true as const } : parseFeel(source.slice(1));
  return parsed.ok ? [] : [`Expected ${name} to be FEEL, but ${parsed.problem.message}`];
}
