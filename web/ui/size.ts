/** A file's size as people read it, e.g. «0,4 MB». @param bytes how many @param locale of the numbers */
export function formatSize(bytes: number, locale = 'es-CO'): string {
  const megabytes = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return `${megabytes.format(Math.max(0.1, bytes / 1024 / 1024))} MB`;
}
