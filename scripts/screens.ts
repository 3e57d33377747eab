// node scripts/screens.ts [name…]: renews the pictures in docs/screens/ from a demo organisation, and
// has axe look at each of these screens.
import { readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { launchBrowser } from '../acceptance/browser.ts'
import { Peer } from '../acceptance/peer.ts'
import { Product } from '../acceptance/product.ts'
import { entrance } from './screens/entrance.ts'
import { fillWithDemo, furnish } from './screens/furnish.ts'
import { running } from './screens/running.ts'
import { takeAll } from './screens/take.ts'
import { team } from './screens/team.ts'

const names = process.argv.slice(2)
// The last ones leave the browser offline.
const shots = [...entrance, ...running, ...team].filter(
  ({ name }) => names.length === 0 || names.includes(name),
)

await using product = new Product()
await using peer = new Peer()
await peer.start()
await product.start()
const place = { address: product.address, data: path.join(product.folder, 'data') }
const account = fillWithDemo(place)
await furnish(product.address, account, peer)
await using browser = await launchBrowser()
const folder = path.resolve(import.meta.dirname, '../docs/screens')
if (names.length === 0) clear(folder)
const failed = await takeAll({ browser, address: product.address, account, folder }, shots)
if (failed > 0) process.exitCode = 1

/** Takes away all pictures but the one that a test makes. */
function clear(at: string): void {
  for (const file of readdirSync(at)) if (file !== 'conversation.png') rmSync(path.join(at, file))
}
