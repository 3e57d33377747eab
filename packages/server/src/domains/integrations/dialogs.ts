import {
  DialogAnswer,
  DialogItems,
  type DialogSubmission,
  type OpenDialog,
} from '@redoubt/wire/integrations.ts'
import { Value } from 'typebox/value'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { DomainEvent } from '#platform/events/event.ts'
import { OutgoingError } from '#platform/net/outgoing.ts'
import { notDone } from './actions.ts'
import { requireValidDialog } from './dialog-rules.ts'
import { dialogOpened } from './events.ts'
import type { Programs } from './programs.ts'
import type { Triggers } from './triggers.ts'

type Deps = {
  teams: Pick<TeamsService, 'access'>
  channels: Pick<ChannelsService, 'accessToReadContent'>
  programs: Programs
  triggers: Triggers
  /** Sends to the connected, at once. */
  publish: (event: DomainEvent) => void
}

/** Forms that programs show to whoever has just called them. */
export function interactiveDialogs({ teams, channels, programs, triggers, publish }: Deps) {
  /** Needs no session: the trigger says for whom it may be opened. */
  function open(input: OpenDialog): void {
    const { clientId, userId } = triggers.redeem(input.trigger_id)
    requireValidDialog(input.dialog)
    publish(dialogOpened({ userId, dialog: { ...input, trigger_id: clientId } }))
  }

  /** Hands the filled-in form to its program; `refresh` asks for the form anew. */
  async function submit(actor: Actor, input: DialogSubmission): Promise<DialogAnswer> {
    const type = input.type === 'refresh' ? 'refresh' : 'dialog_submission'
    const answer = await forward(actor, input, type)
    if (answer === undefined) {
      throw new AppError('app.submit_interactive_dialog.json_error', 400)
    }
    if (!Value.Check(DialogAnswer, answer)) {
      throw new AppError('app.submit_interactive_dialog.invalid_response', 400)
    }
    if (answer.type === 'form' && answer.form) requireValidDialog(answer.form)
    return answer
  }

  /** Asks the program what can be chosen. */
  async function lookup(actor: Actor, input: DialogSubmission): Promise<DialogItems> {
    const answer = await forward(actor, input, 'dialog_lookup')
    const items = { items: [], ...(typeof answer === 'object' && answer) }
    if (answer === undefined || !Value.Check(DialogItems, items)) {
      throw new AppError('app.lookup_interactive_dialog.json_error', 400)
    }
    return items
  }

  async function forward(actor: Actor, input: DialogSubmission, type: string): Promise<unknown> {
    await channels.accessToReadContent(actor, input.channel_id)
    if (input.team_id) await teams.access(actor, input.team_id, 'view_team')
    const told = {
      type,
      callback_id: input.callback_id ?? '',
      state: input.state ?? '',
      user_id: actor.userId,
      channel_id: input.channel_id,
      team_id: input.team_id ?? '',
      submission: input.submission ?? {},
      cancelled: input.cancelled ?? false,
    }
    const answer = await programs.callJson(input.url, told).catch((error: unknown) => {
      throw error instanceof OutgoingError ? notDone(error) : error
    })
    if (answer.status !== 200) throw notDone()
    return programs.parse(answer.text)
  }

  return { open, submit, lookup }
}
