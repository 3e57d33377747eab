import { expect, test } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launchBrowser } from './browser.ts'
import { Peer } from './peer.ts'
import { logIn, meet } from './people.ts'
import { Product } from './product.ts'
import { channel, composer, message, openMenu, write } from './town-square.ts'

const PAGE = `<!doctype html><title>Tides</title>
<meta property="og:title" content="Tide tables">
<meta property="og:site_name" content="Harbour office">
<meta property="og:description" content="High and low water for the year.">`

test('programs speak and ask, messages have wishes, and go on', { timeout: 300_000 }, async () => {
  await using product = new Product()
  await using peer = new Peer()
  await peer.start()
  await product.startForPrograms()
  await using browser = await launchBrowser()
  const errors: string[] = []
  const { ada, bob } = await meet(browser, product.address, errors)
  const api = await logIn(product.address, 'ada')
  const team = await api.getTeamByName('harbour-crew')
  const square = await api.getChannelByName(team.id, 'town-square')

  // A page that is linked to says what it is about; its preview can be folded.
  peer.pages.set('tides', PAGE)
  await write(ada, `Read ${peer.urlOf('tides')}`)
  const preview = message(bob, 'Read http').getByRole('link', { name: 'Tide tables' })
  await preview.waitFor()
  await expectAccessible(bob, 'preview')
  await message(bob, 'Read http').getByRole('button', { name: 'Hide preview' }).click()
  await preview.waitFor({ state: 'detached' })

  // A program speaks under a name of its own; its button changes the message.
  const hook = await api.createIncomingWebhook({ channel_id: square.id } as never)
  peer.answers.set('lights', () => ({
    update: { message: 'The lights are **on**.', props: {} },
    ephemeral_text: 'You have switched them.',
  }))
  await postBy(product.address, hook.id, {
    username: 'Harbour Light',
    icon_emoji: ':bulb:',
    text: 'The lights are off.',
    attachments: [
      {
        color: 'warning',
        title: 'Pier 3',
        text: 'Somebody should *switch them on*.',
        fields: [
          { title: 'Since', value: '19:40', short: true },
          { title: 'Lamps', value: 12, short: true },
        ],
        footer: 'lamp watch',
        actions: [
          { name: 'Switch on', style: 'primary', integration: { url: peer.urlOf('lights') } },
          {
            name: 'Report',
            integration: { url: peer.urlOf('report') },
          },
          {
            name: 'Who goes?',
            type: 'select',
            data_source: 'users',
            integration: { url: peer.urlOf('goes') },
          },
        ],
      },
    ],
  })
  await message(bob, 'Pier 3').getByRole('button', { name: 'Harbour Light' }).waitFor()
  await message(bob, 'Pier 3').getByText('Bot', { exact: true }).waitFor()
  await expectAccessible(bob, 'attachment')
  await message(bob, 'Pier 3').getByRole('combobox', { name: 'Who goes?' }).fill('ad')
  await bob.getByRole('option', { name: 'ada' }).click()
  await expect.poll(() => peer.calls.find((call) => call.path === 'goes')).toBeTruthy()

  // Another button opens a form: what is wrong is said, what is right reaches the program.
  peer.answers.set('report', async (call) => {
    await fetch(`${product.address}/api/v4/actions/dialogs/open`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        trigger_id: call.trigger_id,
        url: peer.urlOf('form'),
        dialog: reportForm,
      }),
    })
    return {}
  })
  peer.answers.set('form', ({ submission }) =>
    (submission as { lamps: number }).lamps > 12 ? { errors: { lamps: 'There are only 12.' } } : {},
  )
  await message(bob, 'Pier 3').getByRole('button', { name: 'Report' }).click()
  const form = bob.getByRole('dialog', { name: 'Broken lamps' })
  await form.getByLabel('Lamps').fill('99')
  await form.getByRole('button', { name: 'Tell them' }).click()
  await form.getByText('This is needed.').first().waitFor()
  await form.getByLabel('Where').fill('at the far end')
  await form.getByRole('combobox', { name: 'Whom to tell' }).fill('bo')
  await bob.getByRole('option', { name: 'bob' }).click()
  await form.getByRole('radio', { name: 'Tonight' }).check()
  await form.getByRole('checkbox', { name: /Dangerous/ }).check()
  await form.getByLabel('Repaired by').fill('2031-05-04')
  await expectAccessible(bob, 'form')
  await form.getByRole('button', { name: 'Tell them' }).click()
  await form.getByText('There are only 12.').waitFor()
  await form.getByLabel('Lamps').fill('3')
  await form.getByRole('button', { name: 'Tell them' }).click()
  await form.waitFor({ state: 'detached' })
  const me = await (await logIn(product.address, 'bob')).getMe()
  expect(peer.calls.at(-1)).toMatchObject({
    type: 'dialog_submission',
    callback_id: 'lamps',
    state: 'pier 3',
    submission: {
      lamps: 3,
      where: 'at the far end',
      whom: me.id,
      when: 'tonight',
      danger: true,
      by: '2031-05-04',
    },
  })
  await message(bob, 'Pier 3').getByRole('button', { name: 'Switch on' }).click()
  await message(ada, 'The lights are on.').waitFor()
  await channel(bob).getByText('You have switched them.').waitFor()

  // An urgent message asks for acknowledgement.
  await composer(ada).fill('Storm')
  await ada.getByRole('button', { name: 'Priority and more' }).click()
  await ada.getByRole('radio', { name: 'Urgent' }).check()
  await ada.getByRole('checkbox', { name: /Ask for acknowledgement/ }).check()
  await expectAccessible(ada, 'priority')
  await ada.getByRole('button', { name: 'Apply' }).click()
  expect(await composer(ada).inputValue(), 'sent by its priority').toBe('Storm')
  await write(ada, 'Storm from the west!')
  await message(bob, 'Storm from the west!').getByText('Urgent').waitFor()
  await message(bob, 'Storm').getByRole('button', { name: 'Acknowledge' }).click()
  await message(bob, 'Storm').getByRole('button', { name: 'Acknowledged' }).waitFor()
  await message(ada, 'Storm').getByRole('button', { name: '1 acknowledgement' }).click()
  await ada.getByRole('dialog', { name: 'Acknowledged by' }).getByText('bob').waitFor()
  await ada.keyboard.press('Escape')

  // A message that burns is covered, opened once, and gone.
  await ada.getByRole('button', { name: 'Priority and more' }).click()
  await ada.getByRole('checkbox', { name: /Burn on read/ }).check()
  await ada.getByRole('button', { name: 'Apply' }).click()
  await write(ada, 'The gate code is 4711')
  await message(ada, 'The gate code is 4711').getByText('Nobody has opened it yet').waitFor()
  const cover = channel(bob).getByRole('button', { name: /Show message/ })
  await cover.waitFor()
  expect(await channel(bob).getByText('4711').count()).toBe(0)
  await expectAccessible(bob, 'covered')
  await cover.click()
  await message(bob, 'The gate code is 4711').getByRole('timer').waitFor()
  await message(ada, '4711').getByText('Opened by 1 person').waitFor()
  await message(bob, '4711').getByRole('button', { name: 'Burn now' }).click()
  await bob.getByRole('dialog').getByRole('button', { name: 'Burn', exact: true }).click()
  await message(bob, '4711').waitFor({ state: 'detached' })

  // What a message's menu offers: saved, pinned, reminded of, forwarded.
  await openMenu(ada, 'Storm from the west!')
  await expectAccessible(ada, 'menu')
  await ada.getByRole('menuitem', { name: 'Save for later' }).click()
  await message(ada, 'Storm').getByText('Saved').waitFor()
  await openMenu(ada, 'Storm from the west!')
  await ada.getByRole('menuitem', { name: 'Pin to channel' }).click()
  await message(bob, 'Storm').getByText('Pinned').waitFor()
  await openMenu(ada, 'Storm from the west!')
  await ada.getByRole('menuitem', { name: 'Remind me' }).click()
  await ada.getByRole('menuitem', { name: 'In 30 minutes' }).click()
  await ada.getByText(/You will be reminded:/).waitFor()
  await openMenu(ada, 'Storm from the west!')
  await ada.getByRole('menuitem', { name: 'Forward' }).click()
  const forward = ada.getByRole('dialog', { name: 'Forward message' })
  await forward.getByRole('combobox', { name: 'To' }).fill('off')
  await ada.getByRole('option', { name: 'Off-Topic' }).click()
  await forward.getByLabel('Comment').fill('for the record')
  await expectAccessible(ada, 'forward')
  await forward.getByRole('button', { name: 'Forward' }).click()
  await bob.getByRole('link', { name: /Off-Topic/ }).click()
  const aside = bob.getByRole('log', { name: 'Messages in Off-Topic' })
  await aside.getByText('for the record').waitFor()
  await aside.locator('blockquote').getByText('Storm from the west!').waitFor()
  await aside.getByRole('link', { name: 'Open message' }).click()
  await message(bob, 'Storm from the west!').waitFor()
  await bob
    .getByRole('link', { name: /Town Square/ })
    .first()
    .click()
  await composer(bob).waitFor()

  // A message can be sent later.
  await composer(ada).fill('Good morning!')
  await ada.getByRole('button', { name: 'Send later' }).click()
  await ada.getByRole('menuitem', { name: /Tomorrow/ }).click()
  await ada.getByText(/A message is scheduled/).waitFor()
  expect(await composer(ada).inputValue()).toBe('')
  await expectAccessible(ada, 'scheduled')

  expect(errors).toEqual([])
})

async function postBy(address: string, hookId: string, body: unknown): Promise<void> {
  const answer = await fetch(`${address}/hooks/${hookId}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status).toBe(200)
}

const reportForm = {
  callback_id: 'lamps',
  title: 'Broken lamps',
  introduction_text: 'Thank you for **telling** us.',
  submit_label: 'Tell them',
  state: 'pier 3',
  elements: [
    { display_name: 'Lamps', name: 'lamps', type: 'text', subtype: 'number' },
    { display_name: 'Where', name: 'where', type: 'textarea', max_length: 200 },
    { display_name: 'Whom to tell', name: 'whom', type: 'select', data_source: 'users' },
    {
      display_name: 'When',
      name: 'when',
      type: 'radio',
      options: [
        { text: 'Tonight', value: 'tonight' },
        { text: 'Tomorrow', value: 'tomorrow' },
      ],
    },
    { display_name: 'Dangerous', name: 'danger', type: 'bool', placeholder: 'Keep off' },
    { display_name: 'Repaired by', name: 'by', type: 'date', optional: true },
    {
      display_name: 'Ways',
      name: 'ways',
      type: 'select',
      multiselect: true,
      optional: true,
      options: [
        { text: 'By boat', value: 'boat' },
        { text: 'On foot', value: 'foot' },
      ],
    },
  ],
}
