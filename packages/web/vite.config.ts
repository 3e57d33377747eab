import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The server answers pages with `dist/index.html` and hashed files below `/static/`. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/static/',
  plugins: [react()],
  build: {
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // Data URLs would need a wider content security policy than the server sends.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: { '/api': { target: 'http://127.0.0.1:8065', ws: true } },
  },
})
