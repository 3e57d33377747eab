import { expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { Keys } from './keys.ts'
import { makeCrew, openPage, password } from './people.ts'
import { Product } from './product.ts'

const SQUARE = 'textbox: Write to Town Square'
const OFF_TOPIC = 'textbox: Write to Off-Topic'

test('a day without a mouse', { timeout: 240_000 }, async () => {
  await using product = new Product()
  await product.start()
  const { ada, square } = await makeCrew(product.address)
  await ada.createPost({ channel_id: square.id, message: 'The lamps are lit.' } as never)
  await using browser = await launchBrowser()
  const errors: string[] = []
  const page = await openPage(browser, errors)
  const keys = await Keys.of(page)
  const message = (text: string) =>
    page.getByRole('log').first().getByRole('article').filter({ hasText: text })

  // In: the first field waits for the name.
  await page.goto(product.address)
  await keys.arrivesAt('textbox: Email or username')
  await keys.type('bob')
  await keys.press('Tab')
  await keys.arrivesAt('textbox: Password')
  await keys.type(password)
  await keys.press('Enter')
  await keys.arrivesAt(SQUARE)
  await message('The lamps are lit.').waitFor()

  // The page is walked through from team to composer; whatever has the focus says what it is.
  const stops = await keys.walk()
  for (const stop of stops) expect(stop).toMatch(/^[a-zA-Z]+: \S/)
  const order = [
    'link: Harbour Crew',
    'button: Menu of Harbour Crew',
    'link: Town Square',
    'button: Menu of Town Square',
    'log: Messages in Town Square',
    SQUARE,
    'button: Attach files',
  ]
  const places = order.map((stop) => stops.findIndex((one) => one.startsWith(stop)))
  expect(places, stops.join('\n')).toEqual(places.toSorted((a, b) => a - b))
  expect(places, stops.join('\n')).not.toContain(-1)

  // A message, another channel by its name, and back by arrows: one writes on at once.
  await keys.press('Control+Shift+l')
  await keys.arrivesAt(SQUARE)
  await keys.type('I take the first watch')
  await keys.press('Enter')
  await message('I take the first watch').waitFor()
  await keys.press('Control+k')
  await keys.arrivesAt('combobox: Find a channel or a person')
  await keys.type('off')
  await page.getByRole('option', { name: 'Off-Topic', selected: true }).waitFor()
  await keys.press('Enter')
  await keys.arrivesAt(OFF_TOPIC)
  await keys.type('A word aside')
  await keys.press('Enter')
  await message('A word aside').waitFor()
  await keys.press('Alt+ArrowDown')
  await keys.arrivesAt(SQUARE)

  // Back into the messages, which arrows walk through; one gets a reaction.
  await keys.goTo(/^article: /, 'Shift+Tab')
  await keys.press('ArrowUp')
  await expect
    .poll(() => page.evaluate<string>('document.activeElement?.textContent'))
    .toContain('The lamps are lit.')
  await keys.goTo('button: Add reaction')
  await keys.press('Enter')
  await keys.arrivesAt('searchbox: Search emoji')
  await keys.type('rocket')
  await page.getByRole('button', { name: 'rocket' }).first().waitFor()
  await keys.press('Enter')
  await message('The lamps are lit.')
    .getByRole('button', { name: 'rocket, given by bob' })
    .waitFor()
  await keys.arrivesAt('button: Add reaction')

  // Its thread, from its own place and back to it.
  await keys.press('Tab')
  await keys.arrivesAt('button: Reply in thread')
  await keys.press('Enter')
  await keys.arrivesAt('textbox: Reply to thread')
  await keys.type('I see them')
  await keys.press('Enter')
  const thread = page.getByRole('complementary', { name: 'Thread' })
  await thread.getByText('I see them').waitFor()
  await keys.press('Escape')
  await thread.waitFor({ state: 'detached' })
  await keys.arrivesAt('button: Reply in thread')

  // What else can be done with a message is a list, and a question leads back to where it was asked.
  await keys.goTo('button: More actions')
  await keys.press('Enter')
  await keys.arrivesAt('menuitem: Forward')
  await keys.press('Enter')
  await keys.arrivesAt(/^combobox: To/)
  await keys.press('Escape')
  await keys.arrivesAt('button: More actions')

  // Found again.
  await keys.press('Control+f')
  await keys.arrivesAt('combobox: Search messages and files')
  await keys.press('Control+a')
  await keys.type('lamps')
  await keys.press('Enter')
  const found = page.getByRole('complementary', { name: 'Search' })
  await found.getByText('1 result').waitFor()
  await keys.goTo('link: Jump')
  await keys.press('Enter')
  await expect.poll(() => new URL(page.url()).pathname).toMatch(/^\/harbour-crew\/pl\//)
  await keys.press('Control+.')
  await found.waitFor({ state: 'detached' })

  // The arrow brings back what one wrote last; it is mended, and one writes on.
  await keys.press('Control+Shift+l')
  await keys.press('ArrowUp')
  await keys.arrivesAt('textbox: Edit message')
  await keys.type(', and the second')
  await keys.press('Enter')
  await message('I take the first watch, and the second').waitFor()
  await keys.arrivesAt(SQUARE)

  // The overview tells of all this, and goes as it came.
  await keys.press('Control+/')
  const overview = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await overview.getByRole('heading', { name: 'Formatting' }).waitFor()
  await overview.getByText('Strikethrough').waitFor()
  await keys.press('Escape')
  await keys.arrivesAt(SQUARE)

  // A category steps past another one.
  const headings = () =>
    page
      .getByRole('navigation', { name: 'Channels and direct messages' })
      .getByRole('heading', { level: 2 })
      .allInnerTexts()
  const before = await headings()
  await keys.goTo(/^button: Channels$/i, 'Shift+Tab')
  await keys.press('Control+Shift+ArrowDown')
  await expect.poll(headings).toEqual(before.toReversed())
  await keys.arrivesAt(/^button: Channels$/i)
  await page
    .getByRole('status')
    .filter({ hasText: /^Channels was dropped at/i })
    .waitFor()
  await keys.press('Control+Shift+ArrowUp')
  await expect.poll(headings).toEqual(before)

  // Commands open the thing that they are named after.
  await keys.press('Control+Shift+l')
  await keys.type('/shortcuts')
  await keys.press('Enter')
  await overview.waitFor()
  await keys.press('Escape')
  await keys.arrivesAt(SQUARE)
  await keys.type('/search first watch')
  await keys.press('Enter')
  await found.getByText('1 result').waitFor()
  expect(new URL(page.url()).searchParams.get('q')).toBe('first watch')
  await keys.press('Control+.')
  await keys.press('Control+Shift+l')
  await keys.type('/settings')
  await keys.press('Enter')
  await keys.arrivesAt('heading: Profile')

  // Settings: a section, a choice by arrows, and out.
  await keys.goTo('link: Display', 'Shift+Tab')
  await keys.press('Enter')
  await keys.arrivesAt('heading: Display')
  await keys.goTo(/^radio: /)
  await keys.press('ArrowRight')
  await expect
    .poll(() => page.evaluate<string | null>("document.documentElement.getAttribute('data-theme')"))
    .not.toBe(null)
  await keys.press('Escape')
  await keys.arrivesAt(SQUARE)

  // Out.
  await keys.press('Control+Shift+p')
  await keys.arrivesAt('combobox: Find a command')
  await keys.type('log out')
  await keys.press('Enter')
  await keys.arrivesAt('textbox: Email or username')
  expect(errors).toEqual([])
})
