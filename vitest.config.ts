import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['packages/**/*.test.{ts,tsx}', 'acceptance/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: ['packages/testkit/src/global-setup.ts'],
    // The official client tells of each connection that it opens.
    onConsoleLog: (text) => !text.startsWith('websocket '),
    pool: 'forks',
    // Files of one worker share what they import: no module keeps anything that changes.
    isolate: false,
    maxWorkers: 2,
    // A busy machine is slow; only what hangs fails.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Journeys share a machine with whatever else runs on it. What needed a second try is named.
    retry: 1,
    expect: { poll: { timeout: 15_000 } },
  },
})
