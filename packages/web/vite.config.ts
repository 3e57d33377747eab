import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { createIntl } from 'react-intl'
import { build, defineConfig, type Plugin, type Rolldown } from 'vite'

const target = ['chrome123', 'firefox120', 'safari17.5']

const base = [
  /\/src\/entities\//,
  /\/src\/users\/(Avatar|Presence|names|use-user)/,
  /\/src\/ui\/(Button|Skeleton|Dialog|Field|ConfirmDialog)\./,
  /\/lucide-react\/.*\/(createLucideIcon|Icon|build)/,
]

/** The server answers pages with `dist/index.html` and hashed files below `/static/`. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/static/',
  // Only the page knows below which path the app lives: the server writes it in. Files find others
  // by where they lie themselves.
  experimental: {
    renderBuiltUrl: (file, { hostType }) =>
      hostType === 'html' ? `/static/${file}` : { relative: true },
  },
  plugins: [react(), withoutUnused(), readTexts(), serviceWorker()],
  build: {
    target,
    // Tells which files belong to which page, for the budgets.
    manifest: true,
    // Data URLs would need a wider content security policy than the server sends.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // What every page needs, in one file instead of thirty.
        codeSplitting: { groups: [{ name: 'base', test: isBase }] },
      },
    },
  },
  server: {
    proxy: { '/api': { target: 'http://127.0.0.1:8065', ws: true } },
  },
})

/** The parts that are small, and wanted by the first page and by others. */
function isBase(id: string): boolean {
  return base.some((pattern) => pattern.test(id))
}

/**
 * Leaves out what nothing here calls: writing Markdown from a tree, and a copy of what every browser
 * that we build for has of its own.
 */
function withoutUnused(): Plugin {
  const writer = "export const defaultHandlers = {}; export const markdownTable = () => ''"
  const instead: Record<string, string> = {
    'mdast-util-to-markdown': writer,
    'markdown-table': writer,
    '@ungap/structured-clone': 'export default structuredClone',
  }
  return {
    name: 'without-unused',
    apply: 'build',
    enforce: 'pre',
    resolveId: (source) => (Object.hasOwn(instead, source) ? `\0${source}` : null),
    load: (id) => (id.startsWith('\0') ? (instead[id.slice(1)] ?? null) : null),
  }
}

/**
 * Reads the texts while building, so that no browser has to bring what reads them. One with
 * placeholders or plurals stays a text: a mark, and the tree that was read from it.
 */
function readTexts(): Plugin {
  const parser = '@formatjs/icu-messageformat-parser'
  const readBefore = `export * from '${parser}/no-parser.js'
    export function parse(text) {
      return text[0] === '\\0' ? JSON.parse(text.slice(1)) : [{ type: 0, value: text }]
    }`
  return {
    name: 'read-texts',
    apply: 'build',
    enforce: 'pre',
    resolveId: (source) => (source === parser ? '\0read-before' : null),
    load: (id) => (id === '\0read-before' ? readBefore : null),
    transform: (code, id) => {
      if (!/\/src\/.*\.json$/.test(id)) return null
      const texts: Record<string, unknown> = JSON.parse(code)
      const read = Object.entries(texts).map(([name, text]) => [name, readText(text)])
      return { code: JSON.stringify(Object.fromEntries(read)), map: null }
    },
  }
}

const { formatters } = createIntl({ locale: 'en' })

function readText(text: unknown): unknown {
  if (typeof text !== 'string') return text
  const tree = formatters.getMessageFormat(text, 'en').getAst()
  return tree.some(({ type }) => type !== 0) ? `\0${JSON.stringify(tree)}` : text
}

/** Builds `sw.js` after the app, with the list of the app's files in it. */
function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    writeBundle: async ({ dir = '' }, bundle) => {
      const files = Object.entries(bundle)
        .filter(([name, file]) => isShell(name) && !isForAdministrators(file))
        .map(([name]) => name)
      await build({
        root: import.meta.dirname,
        configFile: false,
        publicDir: false,
        logLevel: 'warn',
        define: {
          SHELL: JSON.stringify(shellOf(files, path.join(dir, 'index.html'))),
          'process.env.NODE_ENV': '"production"',
        },
        build: {
          target,
          outDir: dir,
          emptyOutDir: false,
          lib: {
            entry: fileURLToPath(new URL('./src/sw/sw.ts', import.meta.url)),
            formats: ['iife'],
            name: 'sw',
            fileName: () => 'sw.js',
          },
        },
      })
    },
  }
}

/** Fonts are many and large; the worker keeps them as they are used. */
function isShell(file: string): boolean {
  return /^assets\/.*\.(js|css|svg)$/.test(file)
}

/** Few people open the console, and none without the server. */
function isForAdministrators(file: Rolldown.OutputAsset | Rolldown.OutputChunk): boolean {
  return file.type === 'chunk' && file.facadeModuleId?.includes('/src/console/') === true
}

/**
 * Hashed files say by their names what they hold; the page needs its digest told. The addresses are
 * seen from the worker, which lies at the app's own.
 */
function shellOf(files: string[], page: string): { url: string; revision: string | null }[] {
  const revision = createHash('sha256').update(readFileSync(page)).digest('hex')
  return [
    { url: './', revision },
    ...files.sort().map((file) => ({ url: `static/${file}`, revision: null })),
  ]
}
