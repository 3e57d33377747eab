// npm run bench: each line is a ratio to a floor measured in the same run.
import os from 'node:os'
import { parseArgs } from 'node:util'
import { benchCreatePost, type Comparison } from './create-post.ts'
import type { LoadResult } from './load.ts'
import { benchSearch } from './search.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(
    'npm run bench [-- --seconds N]\n\n  --seconds N  length of each of the ten measurements of a line (3)',
  )
  process.exit(0)
}

type Line = { name: string; run: (seconds: number) => Promise<Comparison>; atLeast: number }

const lines: Line[] = [
  {
    name: 'create post, 32 clients in 8 channels',
    run: (seconds) => benchCreatePost(8, seconds),
    atLeast: 0.55,
  },
  {
    name: 'create post, 32 clients in 1 channel',
    run: (seconds) => benchCreatePost(1, seconds),
    atLeast: 0.55,
  },
  { name: 'search 20,000 posts, 32 clients', run: benchSearch, atLeast: 0.3 },
]

console.log(`${os.cpus()[0]?.model}, ${os.cpus().length} cores, Node ${process.version}`)
for (const { name, run, atLeast } of lines) {
  const comparison = await run(Number(values.seconds))
  const ratio = median(comparison.product, 'perSecond') / median(comparison.floor, 'perSecond')
  const isMet = ratio >= atLeast
  console.log(
    `${name}: ratio ${ratio.toFixed(2)} (at least ${atLeast}: ${isMet ? 'met' : 'MISSED'})`,
  )
  console.log(`  product ${describe(comparison, 'product')}`)
  console.log(`  floor   ${describe(comparison, 'floor')}`)
  if (!isMet) process.exitCode = 1
}

function describe(comparison: Comparison, side: keyof Comparison): string {
  const results = comparison[side]
  const failures = results.reduce((sum, result) => sum + result.failures, 0)
  return (
    `${median(results, 'perSecond').toFixed(0)}/s, p50 ${median(results, 'p50').toFixed(1)} ms, ` +
    `p95 ${median(results, 'p95').toFixed(1)} ms, ${failures} failures`
  )
}

function median(results: LoadResult[], key: keyof LoadResult): number {
  const sorted = results.map((result) => result[key]).sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
