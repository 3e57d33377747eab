// npm run dev: the server restarting on changes, and the web app with hot reload in front of it.
import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const vite = path.join(root, 'node_modules/vite/bin/vite.js')
const programs: [string[], string][] = [
  [['--watch', 'packages/server/src/main.ts'], root],
  [[vite], path.join(root, 'packages/web')],
]
const children: ChildProcess[] = programs.map(([args, cwd]) =>
  spawn(process.execPath, args, { cwd, stdio: 'inherit' }),
)
for (const child of children) {
  child.once('exit', (code) => {
    for (const other of children) other.kill('SIGTERM')
    process.exitCode = code ?? 1
  })
}
