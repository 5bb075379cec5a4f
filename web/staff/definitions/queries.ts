import { queryOptions } from '@tanstack/react-query';
import type { CheckedRelease, ReleaseView } from '../../../protocol/engineViews';
import type { Resource } from '../../../protocol/release';
import { api } from '../../ui/api';

export const releaseQuery = queryOptions({
  queryKey: ['release'],
  queryFn: () => api<ReleaseView | undefined>('/api/releases/current').then((release) => release ?? null),
});

export const resourceQuery = (name: string, hash: string) =>
  queryOptions({
    queryKey: ['resource', name, hash],
    queryFn: () => api<Resource>(`/api/releases/current/resource?name=${encodeURIComponent(name)}`),
    staleTime: Infinity,
  });

/** Compiles the release in force with these files changed; nothing is stored. */
export const checkRelease = (resources: Resource[]): Promise<CheckedRelease> =>
  api('/api/releases/check', { method: 'POST', body: { resources } });

/** Deploys the changed files as the next release. */
export function deployRelease(resources: Resource[]): Promise<unknown> {
  const form = new FormData();
  for (const { name, content } of resources)
    form.append('resources', new File([content], name, { type: 'application/octet-stream' }), name);
  return api('/v2/deployments', { method: 'POST', body: form });
}

export type ResourceKind = 'processes' | 'decisions' | 'forms' | 'catalogues' | 'templates' | 'registers' | 'others';

export function kindOf(name: string): ResourceKind {
  if (name.endsWith('.bpmn')) return 'processes';
  if (name.endsWith('.dmn')) return 'decisions';
  if (name.endsWith('.form')) return 'forms';
  if (name.includes('catalogues/')) return 'catalogues';
  if (name.includes('templates/')) return 'templates';
  if (name.includes('registers/')) return 'registers';
  return 'others';
}

/** Where an uploaded file goes: over the one of the same name, else into the folder of its kind. */
export function placeOf(fileName: string, known: readonly { name: string }[]): string {
  const same = known.find(({ name }) => name === fileName || name.endsWith(`/${fileName}`));
  if (same) return same.name;
  const kind = kindOf(fileName);
  return kind === 'others' ? fileName : `${kind}/${fileName}`;
}
