import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const web = path.join(root, 'packages/web')
const stampFile = path.join(web, 'dist/.built-from')

/** Builds the web app unless it was built from just these sources. Throws where that fails. */
export function buildWeb(): void {
  const digest = digestOfSources()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digest) return
  console.log('Building the web app …')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
    // Whoever calls may be a test; what is built is always the product.
    { cwd: web, encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production' } },
  )
  if (status !== 0) throw new Error(`The web app could not be built:\n${stdout}${stderr}`)
  writeFileSync(stampFile, digest)
}

function digestOfSources(): string {
  const files = globSync(['src/**/*.*', 'public/**/*.*', 'index.html', 'vite.config.ts'], {
    cwd: web,
  })
  const hash = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json')))
  for (const file of files.sort()) {
    if (/\.test\.tsx?$/.test(file)) continue
    hash.update(file).update(readFileSync(path.join(web, file)))
  }
  return hash.digest('hex')
}
