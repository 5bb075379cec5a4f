const paths = {
  tasks: 'M9 6h11M9 12h11M9 18h11M4 6l1 1 2-2M4 12l1 1 2-2M4 18l1 1 2-2',
  chat: 'M4 5h16v11H9l-5 4z',
  forum: 'M3 5h12v8H8l-4 3v-3H3zM17 9h4v8h-1v3l-4-3H9',
  dashboard: 'M4 13h7V4H4zM13 20h7v-9h-7zM13 4v4h7V4zM4 20h7v-4H4z',
  instances: 'M5 7a2 2 0 1 0 4 0 2 2 0 0 0-4 0M15 17a2 2 0 1 0 4 0 2 2 0 0 0-4 0M9 7h4a4 4 0 0 1 4 4v4',
  definitions: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  registers: 'M4 5h16v14H4zM4 10h16M4 14.500h16M9 5v14',
  accounts:
    'M8 9a3 3 0 1 0 6 0 3 3 0 0 0-6 0M4 20c0-4 3-6 7-6s7 2 7 6M16 6a3 3 0 0 1 0 6M19 20c0-2-.5-3.500-1.500-4.500',
  mail: 'M4 6h16v12H4zM4 7l8 6 8-6',
  bell: 'M6 17V11a6 6 0 0 1 12 0v6l1 1H5zM10 20a2 2 0 0 0 4 0',
  search: 'M4 11a7 7 0 1 0 14 0 7 7 0 0 0-14 0M16 16l4 4',
  logout: 'M10 4H5v16h5M9 12h11M16 8l4 4-4 4',
  send: 'M4 12l16-8-6 16-3-6z',
  clock: 'M4 12a8 8 0 1 0 16 0 8 8 0 0 0-16 0M12 7v5l3 2',
  alert: 'M12 4l9 16H3zM12 10v4M12 17v.5',
  check: 'M5 13l4 4L19 7',
  person: 'M8 8a4 4 0 1 0 8 0 4 4 0 0 0-8 0M4 21c0-5 3.500-7 8-7s8 2 8 7',
  play: 'M8 5l11 7-11 7z',
  refresh: 'M19 8a8 8 0 1 0 1 6M19 3v5h-5',
  close: 'M6 6l12 12M18 6L6 18',
  arrow: 'M9 5l7 7-7 7',
  keyboard: 'M3 7h18v10H3zM6 10h.5M10 10h.5M14 10h.5M18 10h.5M8 14h8',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  upload: 'M12 16V5M8 9l4-4 4 4M5 16v4h14v-4',
} as const;

export type IconName = keyof typeof paths;

/** A line icon; decorative, so the text beside it or the button's label says what it is. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}
