import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe finds wrong with a page as it looks now, a line for each element. */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate<string[]>(
    `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => id + ': ' + node.html + ' ' + node.failureSummary)))`,
  )
}
