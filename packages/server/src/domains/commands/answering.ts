import type { CommandAnswer } from '@redoubt/wire/commands.ts'
import type { ChannelRow, ChannelsService } from '#domains/channels/service.ts'
import type { EphemeralPosts } from '#domains/posts/service.ts'
import type { UserRow } from '#domains/users/service.ts'
import type { ProgramPosts } from '#domains/webhooks/service.ts'
import { actorOf } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'

type Deps = {
  channels: Pick<ChannelsService, 'access'>
  ephemeral: EphemeralPosts
  programPosts: ProgramPosts
}

type OneAnswer = Omit<CommandAnswer, 'extra_responses'>

/** Where a command was called, by whom, and how its program is shown. */
export type Answering = {
  caller: UserRow
  channel: ChannelRow
  rootId: string
  command: { display_name: string; username: string; icon_url: string }
}

/** Says what a command's program answers: to all, or to the caller alone. */
export function commandAnswering({ channels, ephemeral, programPosts }: Deps) {
  async function answer(place: Answering, given: CommandAnswer): Promise<void> {
    await answerOne(place, given)
    for (const further of given.extra_responses ?? []) await answerOne(place, further)
  }

  async function answerOne(place: Answering, given: OneAnswer): Promise<void> {
    if (!programPosts.saysSomething(given)) return
    const { caller, command } = place
    const channel = await findTarget(place, given.channel_id ?? '')
    const rootId = channel.id === place.channel.id ? place.rootId : ''
    const message = {
      ...given,
      username: command.username || given.username,
      icon_url: command.icon_url || given.icon_url,
    }
    const shown = {
      displayName: command.display_name,
      keepsSlackSyntax: given.skip_slack_parsing ?? false,
      isUnnamed: true,
    }
    if (given.response_type === 'in_channel') {
      await programPosts.write({ author: caller, channel, rootId, ...shown }, message)
      return
    }
    const { text, props, attachments } = await programPosts.compose(shown, message)
    ephemeral.send(caller.id, {
      channel_id: channel.id,
      root_id: rootId,
      user_id: caller.id,
      message: text,
      props: { ...props, ...(attachments.length > 0 && { attachments }) },
    })
  }

  /** Elsewhere only where the caller could write as well. */
  async function findTarget({ caller, channel }: Answering, id: string): Promise<ChannelRow> {
    const targetId = id || channel.id
    return channels.access(actorOf(caller), targetId, 'create_post').catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error
      throw new AppError('api.command.command_post.forbidden.app_error', 403, { cause: error })
    })
  }

  return { answer }
}
