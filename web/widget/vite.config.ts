import { defineConfig } from 'vite';

/** One file under a fixed name: host pages refer to it. */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: '../../dist/web/widget',
    emptyOutDir: true,
    target: 'es2022',
    lib: { entry: 'launcher.ts', formats: ['iife'], name: 'cauceChat', fileName: () => 'cauce-chat.js' },
  },
});
