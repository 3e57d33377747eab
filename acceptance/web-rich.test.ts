import type { Client4 } from '@mattermost/client'
import { expect, test } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launchBrowser } from './browser.ts'
import { logIn, meet, password } from './people.ts'
import { Product } from './product.ts'
import { makePng, pdf } from './sample-files.ts'
import { channel, composer, message, write } from './town-square.ts'

const CODE = `Look at this:
\`\`\`ts
export function tide(hour: number): string {
  // High water comes twice a day.
  const isHigh = hour % 12 === 6
  return isHigh ? 'high' : 'low'
}
\`\`\`
and **tell** me`

const TABLE = `## Watches
| Watch | From | To | By |
|---|---|---|---|
| First | 20:00 | 24:00 | @ada |
| Middle | 00:00 | 04:00 | @bob |

- [x] lamps
- [ ] ropes

> A quiet sea never made a skilled sailor.`

test('texts, commands, files and emoji are rich', { timeout: 300_000 }, async () => {
  await using product = new Product()
  await product.startForPrograms()
  await using browser = await launchBrowser()
  const errors: string[] = []
  const { ada, bob } = await meet(browser, product.address, errors)
  await ada.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const api = await logIn(product.address, 'ada')
  const team = await api.getTeamByName('harbour-crew')
  const square = await api.getChannelByName(team.id, 'town-square')

  // Code is coloured and copied, tables scroll, formulas are set, a hostile text harms nobody.
  await write(ada, CODE)
  await message(bob, 'and tell me').locator('.hljs-keyword').first().waitFor()
  await message(ada, 'and tell me').hover()
  await message(ada, 'and tell me').getByRole('button', { name: 'Copy code' }).click()
  await message(ada, 'and tell me').getByRole('button', { name: 'Copied' }).waitFor()
  expect(await ada.evaluate('navigator.clipboard.readText()')).toContain('twice a day')
  await write(ada, TABLE)
  await message(bob, 'Watches').getByRole('heading', { name: 'Watches' }).waitFor()
  expect(await message(bob, 'Watches').getByRole('checkbox').count()).toBe(2)
  await write(ada, 'The tide is $h(t) = a \\cos(\\omega t)$ and costs $5 or $6')
  await message(bob, 'The tide is').locator('.katex').first().waitFor()
  await api.createPost({ channel_id: square.id, message: '*a_'.repeat(5_000) } as never)
  await api.createPost({ channel_id: square.id, message: '> - '.repeat(4_000) } as never)
  await write(ada, 'after the flood')
  await message(bob, 'after the flood').waitFor()
  await api.deletePost((await newestPosts(api, square.id, '*a_'))[0] ?? '')
  await api.deletePost((await newestPosts(api, square.id, '> - '))[0] ?? '')
  await expectAccessible(bob, 'texts')

  // Formatting by keys and buttons, and a look at what it becomes.
  await composer(ada).fill('mind the gap')
  await composer(ada).press('Control+a')
  await composer(ada).press('Control+b')
  expect(await composer(ada).inputValue()).toBe('**mind the gap**')
  await ada.getByRole('toolbar', { name: 'Formatting' }).getByLabel('Quote').click()
  expect(await composer(ada).inputValue()).toBe('> **mind the gap**')
  await ada.getByRole('button', { name: 'Preview' }).click()
  await ada.locator('form strong').getByText('mind the gap').waitFor()
  await expectAccessible(ada, 'composer')
  await ada.getByRole('button', { name: 'Back to writing' }).click()
  await composer(ada).press('Control+z')
  await composer(ada).fill('')

  // Commands are completed, run, and unknown ones can be sent all the same.
  await composer(ada).pressSequentially('/shr')
  await ada.getByRole('option', { name: /shrug/ }).waitFor()
  await composer(ada).press('Enter')
  await composer(ada).pressSequentially('who knows')
  await composer(ada).press('Enter')
  await message(bob, 'who knows').waitFor()
  await write(ada, '/help')
  const whisper = channel(ada).getByRole('article', { name: /Only visible to you/ })
  await whisper.waitFor()
  expect(await channel(bob).getByText('List the commands').count()).toBe(0)
  await whisper.getByRole('button', { name: 'Dismiss' }).click()
  await whisper.waitFor({ state: 'detached' })
  await write(ada, '/usr/bin is full')
  await ada.getByRole('button', { name: 'Send as message' }).click()
  await message(bob, '/usr/bin is full').waitFor()

  // Files are looked at without leaving the page.
  const choosing = ada.waitForEvent('filechooser')
  await ada.getByRole('button', { name: 'Attach files' }).click()
  await (await choosing).setFiles([
    { name: 'dawn.png', mimeType: 'image/png', buffer: makePng(640, 400, [222, 142, 96]) },
    { name: 'dusk.png', mimeType: 'image/png', buffer: makePng(640, 400, [64, 82, 122]) },
    {
      name: 'tides.py',
      mimeType: 'text/x-python',
      buffer: Buffer.from('def tide(hour):\n    return hour % 12 == 6\n'),
    },
    { name: 'chart.pdf', mimeType: 'application/pdf', buffer: pdf },
  ])
  await ada.getByRole('button', { name: 'Remove chart.pdf' }).waitFor()
  await ada.getByRole('button', { name: 'Send message' }).click()
  await bob.getByRole('img', { name: 'dawn.png' }).click()
  const viewer = (name: string) => bob.getByRole('dialog', { name: `Preview of ${name}` })
  await viewer('dawn.png').getByRole('button', { name: 'Zoom in' }).click()
  await expectAccessible(bob, 'viewer')
  await bob.keyboard.press('ArrowRight')
  await viewer('dusk.png').waitFor()
  await bob.keyboard.press('ArrowRight')
  await viewer('tides.py').locator('.hljs-keyword').first().waitFor()
  await expectAccessible(bob, 'viewer-text')
  await bob.keyboard.press('ArrowRight')
  await viewer('chart.pdf').waitFor()
  await bob.keyboard.press('Escape')
  await viewer('chart.pdf').waitFor({ state: 'detached' })

  // An emoji of the workspace's own, in texts, in the picker, as a reaction, in completion.
  await addEmoji(api, 'lighthouse', makePng(64, 64, [13, 105, 85]))
  await write(ada, 'Watch the :lighthouse: and the :helicopter: and :wave_dark_skin_tone:')
  await message(bob, 'Watch the').getByRole('img', { name: 'lighthouse' }).waitFor()
  await message(bob, 'Watch the').getByRole('img', { name: 'helicopter' }).waitFor()
  await message(bob, 'Watch the').hover()
  await message(bob, 'Watch the').getByRole('button', { name: 'Add reaction' }).click()
  await bob.getByRole('searchbox', { name: 'Search emoji' }).fill('lightho')
  await bob.getByRole('button', { name: 'lighthouse' }).first().waitFor()
  await expectAccessible(bob, 'emoji')
  await bob.keyboard.press('Enter')
  await ada.getByRole('button', { name: 'lighthouse, given by bob' }).waitFor()
  await composer(bob).pressSequentially('By the :lighth')
  await bob.getByRole('option', { name: ':lighthouse:' }).click()
  expect(await composer(bob).inputValue()).toBe('By the :lighthouse: ')
  await composer(bob).fill('')

  // Calling everybody is asked about first, once they are many.
  for (const name of ['carla', 'dirk', 'emil', 'fenja', 'gesa', 'hein']) {
    const user = await api.createUser(
      { username: name, email: `${name}@example.org`, password } as never,
      '',
      '',
    )
    await api.addToTeam(team.id, user.id)
  }
  await message(bob, '@hein').waitFor()
  await write(ada, 'All hands, @channel!')
  await ada.getByRole('dialog', { name: 'Notify everybody?' }).getByText('7 people').waitFor()
  await ada.getByRole('button', { name: 'Send', exact: true }).click()
  await message(bob, 'All hands').waitFor()

  // The room is told before it is too late.
  await composer(ada).fill('x'.repeat(16_000))
  await ada.getByText('383 characters left').waitFor()
  await composer(ada).fill('')
  await ada.setViewportSize({ width: 360, height: 740 })
  await expectAccessible(ada, 'narrow')
  expect(await ada.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
  expect(errors).toEqual([])
})

/** Ids of posts that begin like this. */
async function newestPosts(api: Client4, channelId: string, start: string): Promise<string[]> {
  const { posts } = await api.getPosts(channelId)
  return Object.values(posts)
    .filter((post) => post.message.startsWith(start))
    .map((post) => post.id)
}

async function addEmoji(api: Client4, name: string, picture: Buffer): Promise<void> {
  const me = await api.getMe()
  const file = new File([new Uint8Array(picture)], `${name}.png`, { type: 'image/png' })
  await api.createCustomEmoji({ name, creator_id: me.id } as never, file)
}
