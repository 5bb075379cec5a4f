/** One blank for any run of blanks, none at the ends: how names are compared. */
export function normalizeName(name: string): string {
  return name.trim().replace(/\s+/g, ' ');
}
