import type { DocumentCell } from '../../protocol/documents';
import type { Figure } from '../../protocol/indicators';

const numbers = new Intl.NumberFormat('es-CO', { maximumFractionDigits: 2 });

const TRENDS = { up: '▲ sube', down: '▼ baja', same: '= igual' } as const;

export function figureColumns(): { label: string; isNumber: boolean }[] {
  return [
    { label: 'Indicador', isNumber: false },
    { label: 'Valor', isNumber: true },
    { label: 'Meta', isNumber: true },
    { label: 'Cumple', isNumber: false },
    { label: 'Mes anterior', isNumber: true },
    { label: 'Tendencia', isNumber: false },
    { label: 'Registros', isNumber: true },
  ];
}

export function figureRow(figure: Figure): DocumentCell[] {
  const { label, unit, value, target, better, isMet, previous, trend, rows } = figure;
  const sign = better === 'higher' ? '≥' : '≤';
  return [
    { text: label },
    amount(value, unit),
    target === null ? { text: '—' } : { text: `${sign} ${amount(target, unit).text}`, number: target },
    { text: isMet === null ? '—' : isMet ? 'Sí' : 'No' },
    amount(previous, unit),
    { text: trend ? TRENDS[trend] : '—' },
    amount(rows, ''),
  ];
}

function amount(value: number | null, unit: string): DocumentCell {
  if (value === null) return { text: '—' };
  return { text: [numbers.format(value), unit].filter(Boolean).join(' '), number: value };
}
