import { settingsSchema } from '../protocol/settings';

/** The page docs/settings.md, made from the schema: a test keeps the two equal. */
export function settingsPage(): string {
  const rows = Object.entries(settingsSchema.shape).map(([name, schema]) => {
    const meta = schema.meta() ?? {};
    const fallback = schema.safeParse(undefined);
    const value =
      fallback.success && fallback.data !== undefined
        ? `\`${fallback.data}\``
        : fallback.success
          ? '–'
          : '**required**';
    const standalone = typeof meta.standalone === 'string' ? meta.standalone : '';
    return `| \`${name}\` | ${value} | ${standalone} | ${meta.description ?? ''} |`;
  });
  return `# Settings

All configuration is environment variables, validated when a process starts; what does not fit stops it with one line a
setting. This page is made from \`protocol/settings.ts\` (\`UPDATE_DOCS=1 npx jest standalone/settingsTable\`).

| variable | default | under \`npm start\` | meaning |
| --- | --- | --- | --- |
${rows.join('\n')}

The default applies everywhere; the third column says what \`npm start\` gives where nothing is set. **required**: a process
that is not started by \`npm start\` does not start without it.
`;
}
