import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

/** Tells the service worker which files it was built with that the desk's pages need; another build is another worker. */
const shell: Plugin = {
  name: 'amana-shell',
  generateBundle(_, bundle) {
    const worker = bundle['shell.js'];
    if (worker?.type !== 'chunk') throw new Error('there is no service worker in the build');
    const fonts = Object.keys(bundle).filter((name) => name.endsWith('.woff2'));
    const files = [...atTheDesk(bundle), ...fonts].map((name) => `/${name}`).sort();
    // A file's name has a hash of its content.
    worker.code = `const FILES = ${JSON.stringify([...files, '/icon.svg'])};\n${worker.code}`;
  },
};

/** The app's frame and an annotator's pages, with whatever they load at once or later. */
function atTheDesk(bundle: Rolldown.OutputBundle): Set<string> {
  const files = new Set<string>();
  const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
  const has = (chunk: Rolldown.OutputChunk, module: RegExp): boolean => chunk.moduleIds.some((id) => module.test(id));
  const add = (name: string): void => {
    const chunk = bundle[name];
    if (chunk?.type !== 'chunk' || files.has(name)) return;
    files.add(name);
    chunk.viteMetadata?.importedCss.forEach((css) => files.add(css));
    // The table of addresses names the pages of every hat.
    [...chunk.imports, ...(has(chunk, /src.addresses\.ts$/) ? [] : chunk.dynamicImports)].forEach(add);
  };
  chunks.filter((chunk) => chunk.name === 'index' || has(chunk, /src.pages.(annotator|account)./)).forEach((chunk) => add(chunk.fileName));
  return files;
}

/** `en.ftl?desk` and `en.ftl?instruments` are the sections of a language whose headings end so; `en.ftl?more` is the rest. */
const words: Plugin = {
  name: 'amana-words',
  enforce: 'pre',
  transform(text, id) {
    const part = /\.ftl\?(desk|instruments|more)$/.exec(id)?.[1];
    if (!part) return null;
    const said = text.split(/^(?=## )/m).filter((section) => (/^## .* @(desk|instruments)$/m.exec(section)?.[1] ?? 'more') === part);
    return { code: `export default ${JSON.stringify(said.join(''))};`, map: null, moduleType: 'js' };
  },
};

// `npx vite` serves the pages with live reload beside an engine started by `amana up`.
export default defineConfig({
  plugins: [words, svelte(), shell],
  build: {
    outDir: '../amana/web',
    emptyOutDir: true,
    target: 'es2022',
    // The licences of what is bundled travel with it.
    license: { fileName: 'licences.md' },
    // The page's policy refuses inline scripts and styles, and data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: 'index.html', shell: 'src/desk/shell.worker.ts' },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'shell' ? 'shell.js' : 'assets/[name]-[hash].js'),
        // What nearly every page needs is one file: many small ones are larger, and each is a request.
        codeSplitting: {
          groups: [
            { name: 'app', minShareCount: 8, priority: 1 },
            { name: 'app', test: /src.parts.(Bar|Languages)/, priority: 1 },
            { name: 'desk', test: /src.pages.annotator.Annotate|node_modules.idb/ },
          ],
        },
      },
    },
  },
  server: { host: 'localhost', proxy: { '/api': 'http://localhost:8321' } },
});
