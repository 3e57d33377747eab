// npm start: the product on its embedded defaults.
import { serve } from '@redoubt/server/main.ts'
import { buildWeb } from './build-web.ts'

try {
  buildWeb()
  await serve()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
