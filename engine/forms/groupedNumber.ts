/** A number in words' company, e.g. `1.234.567,5`: the same on every host, whatever languages it has on board. */
export function groupedNumber(value: unknown, thousands: string, decimal: string): string {
  const [whole = '', digits] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands);
  return digits === undefined ? grouped : `${grouped}${decimal}${digits}`;
}
