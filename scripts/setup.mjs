// Installs what the checkout lacks, before anything else runs. Plain JavaScript for any Node from
// 18 on: the pinned one arrives with the packages.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const stampFile = path.join(root, 'node_modules', '.redoubt-lock')

/** What tests run beside the server, as Debian packs it. */
const testPrograms = [
  {
    name: 'Chromium',
    tests: 'browser tests',
    debian: 'chromium',
    programs: ['chromium', 'chromium-browser', 'google-chrome'],
  },
  {
    name: 'Exim',
    tests: 'mail tests',
    debian: 'exim4-daemon-light',
    programs: ['/usr/sbin/exim4'],
  },
  {
    name: 'NATS',
    tests: 'tests of several nodes',
    debian: 'nats-server',
    programs: ['/usr/sbin/nats-server'],
  },
]

if (process.argv.includes('--help')) {
  console.log(
    'node scripts/setup.mjs [--tests]\n\nInstalls the npm packages of the lock file; with --tests also what the tests run beside the server.',
  )
  process.exit(0)
}

installPackages()
if (process.argv.includes('--tests')) testPrograms.forEach(installProgram)

function installPackages() {
  const lock = readFileSync(path.join(root, 'package-lock.json'))
  const digest = createHash('sha256').update(lock).digest('hex')
  const isCurrent = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digest
  if (isCurrent) return
  console.log('Installing packages (once, about a minute) …')
  const npm = process.env.npm_execpath
  const [program, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  // Not `npm ci`: it refuses to run where a mirror lacks binaries of platforms that aren't ours.
  const args = [...first, 'install', '--no-save', '--loglevel=error']
  const { status } = spawnSync(program, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) {
    console.error('npm could not install the packages: see its message above.')
    process.exit(status ?? 1)
  }
  writeFileSync(stampFile, digest)
}

function installProgram({ name, tests, debian, programs }) {
  if (programs.some(isInstalled)) return
  const mayInstall = isInstalled('apt-get') && process.getuid?.() === 0
  if (!mayInstall) {
    console.log(`For the ${tests} install ${name}: sudo apt-get install ${debian}`)
    return
  }
  console.log(`Installing ${name} for the ${tests} …`)
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', debian]]) {
    const { status } = spawnSync('apt-get', ['-qq', ...args], {
      env: environment,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    if (status !== 0) console.error(`apt-get ${args[0]} failed: the ${tests} will say so.`)
  }
}

function isInstalled(program) {
  try {
    execFileSync('which', [program], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
