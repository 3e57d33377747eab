// npm test: everything that CI asks, in the order in which it fails fastest.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { parseArgs } from 'node:util'

const root = path.resolve(import.meta.dirname, '..')
const bin = (name: string) => path.join(root, 'node_modules/.bin', name)
const { values } = parseArgs({
  options: {
    static: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(
    'npm test [-- --static | --full]\n\n' +
      '  --static  format, lint, generated files, types, unused code: no tests\n' +
      '  --full    also what takes longer: the benchmark with its bounds',
  )
  process.exit(0)
}

const env = {
  ...process.env,
  // The coverage report reads what these tests called, whatever else runs beside them.
  REDOUBT_TEST_RUN: `${Date.now()}-${process.pid}`,
  // Some tests take longer for the full run.
  ...(values.full && { REDOUBT_TEST_FULL: '1' }),
}

type Step = { name: string; program: string; args: string[] }

const node = process.execPath
const checks: Step[] = [
  { name: 'format and lint', program: bin('biome'), args: ['ci', '.'] },
  { name: 'generated files', program: node, args: ['scripts/gen.ts', '--check'] },
  { name: 'types', program: bin('tsc'), args: ['-p', 'tsconfig.json'] },
  { name: 'unused code', program: bin('knip'), args: [] },
]
const tests: Step[] = [
  { name: 'tests', program: bin('vitest'), args: ['run'] },
  { name: 'API coverage', program: node, args: ['scripts/coverage-api.ts'] },
]
const slow: Step[] = [{ name: 'benchmark', program: node, args: ['bench/run.ts'] }]

for (const step of [...checks, ...(values.static ? [] : tests), ...(values.full ? slow : [])]) {
  const started = performance.now()
  console.log(`\n── ${step.name}`)
  const { status } = spawnSync(step.program, step.args, { cwd: root, stdio: 'inherit', env })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`── ${step.name}: ${status === 0 ? 'ok' : 'FAILED'} in ${seconds} s`)
  if (status !== 0) process.exit(status ?? 1)
}
