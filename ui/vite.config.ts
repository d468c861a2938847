import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

// `npx vite` serves the pages with live reload beside an engine started by `amana up`.
export default defineConfig({
  plugins: [svelte()],
  build: {
    outDir: '../amana/web',
    emptyOutDir: true,
    target: 'es2022',
    // The licences of what is bundled travel with it.
    license: { fileName: 'licences.md' },
    // The page's policy refuses inline scripts and styles, and data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { host: 'localhost', proxy: { '/api': 'http://localhost:8321' } },
});
