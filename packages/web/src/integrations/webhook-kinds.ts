import type { IncomingWebhook, OutgoingWebhook } from '@mattermost/types/integrations'
import { client } from '#web/api/client.ts'
import { withBase } from '#web/router/base.ts'
import { type Entry, type FieldSpec, type FormValues, type Kind, linesOf, textOf } from './kind.ts'

const PER_PAGE = 200

const about: readonly FieldSpec[] = [
  { name: 'display_name', kind: 'text', label: 'field.title', isRequired: true, maxLength: 64 },
  { name: 'description', kind: 'text', label: 'field.description', maxLength: 500 },
]

const looks: readonly FieldSpec[] = [
  { name: 'username', kind: 'text', label: 'field.username', hint: 'field.username-hint' },
  { name: 'icon_url', kind: 'text', label: 'field.icon', hint: 'field.icon-hint' },
]

/** Addresses to which programs post. */
export const incomingWebhooks: Kind = {
  path: 'incoming_webhooks',
  title: 'incoming.title',
  lead: 'incoming.lead',
  none: 'incoming.none',
  add: 'incoming.add',
  may: 'manage_own_incoming_webhooks',
  switch: 'EnableIncomingWebhooks',
  removing: 'incoming.removing',
  fields: [
    ...about,
    {
      name: 'channel_id',
      kind: 'channel',
      label: 'field.channel',
      hint: 'incoming.channel-hint',
      isRequired: true,
    },
    {
      name: 'channel_locked',
      kind: 'check',
      label: 'incoming.locked',
      hint: 'incoming.locked-hint',
    },
    ...looks,
  ],
  blank: {
    display_name: '',
    description: '',
    channel_id: '',
    channel_locked: false,
    username: '',
    icon_url: '',
  },
  list: async ({ teamId }) => {
    const found = await client.getIncomingWebhooks(teamId, 0, PER_PAGE)
    return (Array.isArray(found) ? found : found.incoming_webhooks).map(toIncomingEntry)
  },
  create: async (_, form) => {
    const hook = await client.createIncomingWebhook(incomingOf(form))
    return { facts: [{ label: 'fact.url', value: urlOfHook(hook.id) }] }
  },
  change: async (_, id, form) => {
    const before = await client.getIncomingWebhook(id)
    return client.updateIncomingWebhook({ ...before, ...incomingOf(form) })
  },
  remove: (id) => client.removeIncomingWebhook(id),
}

function incomingOf(form: FormValues) {
  return {
    channel_id: textOf(form, 'channel_id'),
    display_name: textOf(form, 'display_name'),
    description: textOf(form, 'description'),
    channel_locked: form.channel_locked === true,
    username: textOf(form, 'username'),
    icon_url: textOf(form, 'icon_url'),
  }
}

function toIncomingEntry(hook: IncomingWebhook): Entry {
  return {
    id: hook.id,
    title: hook.display_name,
    detail: hook.description,
    creatorId: hook.user_id,
    facts: [{ label: 'fact.url', value: urlOfHook(hook.id) }],
    form: {
      display_name: hook.display_name,
      description: hook.description,
      channel_id: hook.channel_id,
      channel_locked: hook.channel_locked,
      username: hook.username,
      icon_url: hook.icon_url,
    },
    actions: [],
  }
}

function urlOfHook(id: string): string {
  return `${window.location.origin}${withBase('/hooks')}/${id}`
}

/** Programs that are told of messages. */
export const outgoingWebhooks: Kind = {
  path: 'outgoing_webhooks',
  title: 'outgoing.title',
  lead: 'outgoing.lead',
  none: 'outgoing.none',
  add: 'outgoing.add',
  may: 'manage_own_outgoing_webhooks',
  switch: 'EnableOutgoingWebhooks',
  removing: 'outgoing.removing',
  fields: [
    ...about,
    {
      name: 'content_type',
      kind: 'choice',
      label: 'outgoing.format',
      options: [
        { value: 'application/json', label: 'outgoing.json' },
        { value: 'application/x-www-form-urlencoded', label: 'outgoing.form' },
      ],
    },
    { name: 'channel_id', kind: 'channel', label: 'field.channel', hint: 'outgoing.channel-hint' },
    { name: 'trigger_words', kind: 'lines', label: 'outgoing.words', hint: 'outgoing.words-hint' },
    {
      name: 'trigger_when',
      kind: 'choice',
      label: 'outgoing.when',
      options: [
        { value: '0', label: 'outgoing.when-equal' },
        { value: '1', label: 'outgoing.when-begins' },
      ],
    },
    {
      name: 'callback_urls',
      kind: 'lines',
      label: 'outgoing.urls',
      hint: 'outgoing.urls-hint',
      isRequired: true,
    },
    ...looks,
  ],
  blank: {
    display_name: '',
    description: '',
    content_type: 'application/json',
    channel_id: '',
    trigger_words: '',
    trigger_when: '0',
    callback_urls: '',
    username: '',
    icon_url: '',
  },
  list: async ({ teamId }) =>
    (await client.getOutgoingWebhooks('', teamId, 0, PER_PAGE)).map(toOutgoingEntry),
  create: async ({ teamId }, form) => {
    // The client's type asks for a complete hook, which only the server can make.
    const given = { ...outgoingOf(form), team_id: teamId } as OutgoingWebhook
    const hook = await client.createOutgoingWebhook(given)
    return { facts: [{ label: 'fact.token', value: hook.token }] }
  },
  change: async (_, id, form) => {
    const before = await client.getOutgoingWebhook(id)
    return client.updateOutgoingWebhook({ ...before, ...outgoingOf(form) })
  },
  remove: (id) => client.removeOutgoingWebhook(id),
}

function outgoingOf(form: FormValues) {
  return {
    channel_id: textOf(form, 'channel_id'),
    display_name: textOf(form, 'display_name'),
    description: textOf(form, 'description'),
    content_type: textOf(form, 'content_type'),
    trigger_words: linesOf(form, 'trigger_words'),
    trigger_when: Number(textOf(form, 'trigger_when')),
    callback_urls: linesOf(form, 'callback_urls'),
    username: textOf(form, 'username'),
    icon_url: textOf(form, 'icon_url'),
  }
}

function toOutgoingEntry(hook: OutgoingWebhook): Entry {
  return {
    id: hook.id,
    title: hook.display_name,
    detail: hook.description,
    creatorId: hook.creator_id,
    facts: [{ label: 'fact.token', value: hook.token }],
    form: {
      display_name: hook.display_name,
      description: hook.description,
      content_type: hook.content_type,
      channel_id: hook.channel_id,
      trigger_words: (hook.trigger_words ?? []).join('\n'),
      trigger_when: String(hook.trigger_when),
      callback_urls: (hook.callback_urls ?? []).join('\n'),
      username: hook.username,
      icon_url: hook.icon_url,
    },
    actions: [
      {
        label: 'action.new-token',
        detail: 'action.new-token-detail',
        run: () => client.regenOutgoingHookToken(hook.id),
      },
    ],
  }
}
