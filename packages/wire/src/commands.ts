import { type Static, Type } from 'typebox'
import { Id, Millis, OptionalId, Props } from './base.ts'

const Text = Type.Optional(Type.String())
const MaybeText = Type.Optional(Type.Union([Type.String(), Type.Null()]))

/** A slash command of a team; built-in ones have neither id nor address. */
export const Command = Type.Object({
  id: Type.String(),
  token: Type.String(),
  create_at: Millis,
  update_at: Millis,
  delete_at: Millis,
  creator_id: Type.String(),
  team_id: Type.String(),
  trigger: Type.String(),
  method: Type.String(),
  username: Type.String(),
  icon_url: Type.String(),
  auto_complete: Type.Boolean(),
  auto_complete_desc: Type.String(),
  auto_complete_hint: Type.String(),
  display_name: Type.String(),
  description: Type.String(),
  url: Type.String(),
  plugin_id: Type.String(),
  /** What can follow the trigger; absent where nothing is described. */
  autocomplete_data: Type.Optional(Props),
})
export type Command = Static<typeof Command>

const commandFields = {
  trigger: Type.String(),
  method: Text,
  username: Text,
  icon_url: Text,
  auto_complete: Type.Optional(Type.Boolean()),
  auto_complete_desc: Text,
  auto_complete_hint: Text,
  display_name: Text,
  description: Text,
  url: Type.String(),
  autocomplete_data: Type.Optional(Type.Unknown()),
}

export const NewCommand = Type.Object({
  ...commandFields,
  team_id: Id,
  creator_id: Type.Optional(OptionalId),
})
export type NewCommand = Static<typeof NewCommand>

export const CommandUpdate = Type.Object({
  ...commandFields,
  id: Id,
  team_id: Type.Optional(OptionalId),
})
export type CommandUpdate = Static<typeof CommandUpdate>

/** What somebody typed, and where. */
export const CommandCall = Type.Object({
  channel_id: Id,
  command: Type.String({ maxLength: 20_000 }),
  team_id: Type.Optional(OptionalId),
  root_id: Type.Optional(OptionalId),
})
export type CommandCall = Static<typeof CommandCall>

const answerFields = {
  response_type: MaybeText,
  text: MaybeText,
  username: MaybeText,
  channel_id: MaybeText,
  icon_url: MaybeText,
  type: MaybeText,
  props: Type.Optional(Type.Union([Props, Type.Null()])),
  goto_location: MaybeText,
  skip_slack_parsing: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  attachments: Type.Optional(Type.Union([Type.Array(Type.Unknown()), Type.Null()])),
}

/** What a command's program answers, at once or later; unknown fields are ignored. */
export const CommandAnswer = Type.Object({
  ...answerFields,
  extra_responses: Type.Optional(Type.Union([Type.Array(Type.Object(answerFields)), Type.Null()])),
})
export type CommandAnswer = Static<typeof CommandAnswer>

/** What the caller is told. */
export const CommandResponse = Type.Object({
  response_type: Type.String(),
  text: Type.String(),
  username: Type.String(),
  channel_id: Type.String(),
  icon_url: Type.String(),
  type: Type.String(),
  props: Type.Union([Props, Type.Null()]),
  goto_location: Type.String(),
  trigger_id: Type.String(),
  skip_slack_parsing: Type.Boolean(),
  attachments: Type.Union([Type.Array(Type.Unknown()), Type.Null()]),
  extra_responses: Type.Union([Type.Array(Type.Unknown()), Type.Null()]),
})
export type CommandResponse = Static<typeof CommandResponse>

/** Without the slash, which clients put in front. */
export const CommandSuggestion = Type.Object({
  Complete: Type.String(),
  Suggestion: Type.String(),
  Hint: Type.String(),
  Description: Type.String(),
  IconData: Type.String(),
})
export type CommandSuggestion = Static<typeof CommandSuggestion>
