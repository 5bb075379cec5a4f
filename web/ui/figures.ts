import type { Figure, FiguresView } from '../../protocol/indicators';
import { api } from './api';

const numbers = new Intl.NumberFormat('es-CO', { maximumFractionDigits: 2 });

/** A figure's value or target as people read it, with its unit; null for nothing. */
export function amountOf(value: number | null, unit: string): string | null {
  return value === null ? null : [numbers.format(value), unit].filter(Boolean).join('\u00a0');
}

export function targetOf({ target, unit, better }: Figure): string | null {
  const amount = amountOf(target, unit);
  return amount && `${better === 'higher' ? '≥' : '≤'}\u00a0${amount}`;
}

/** Figures of a period, of the present month without one. */
export const figuresQuery = (period: { from?: string | null; to?: string | null } = {}) => ({
  queryKey: ['indicators', period.from ?? null, period.to ?? null],
  queryFn: () => api<FiguresView>(`/api/indicators?${periodQuery(period)}`),
  refetchInterval: 60_000,
});

export function periodQuery({ from, to }: { from?: string | null; to?: string | null }): URLSearchParams {
  return new URLSearchParams({ ...(from ? { from } : {}), ...(to ? { to } : {}) });
}
