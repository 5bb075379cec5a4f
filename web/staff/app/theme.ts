import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const cauce: MantineColorsTuple = [
  '#e7f7f9',
  '#d4ebef',
  '#a8d5dd',
  '#79bfcb',
  '#53acbb',
  '#3ba0b1',
  '#2a95a8',
  '#117c8e',
  '#0b5c6b',
  '#044955',
];

export const theme = createTheme({
  primaryColor: 'cauce',
  primaryShade: 8,
  colors: { cauce },
  defaultRadius: 'md',
  fontFamily: "'Open Sans', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.2rem' }, h3: { fontSize: '1rem' } },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
});

/** Mantine's own greys and reds miss WCAG AA contrast on captions, errors and placeholders. */
export const accessibleColors: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': 'var(--mantine-color-red-8)',
    '--mantine-color-placeholder': '#5c636a',
  },
  dark: {},
});
