import { type Static, Type } from 'typebox'
import { Id, OptionalId, Props } from './base.ts'

const MaybeText = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const MaybeProps = Type.Optional(Type.Union([Props, Type.Null()]))

/** A click on an action; the cookie comes from an ephemeral post. */
export const ActionClick = Type.Object({ selected_option: MaybeText, cookie: MaybeText })
export type ActionClick = Static<typeof ActionClick>

export const ActionDone = Type.Object({ status: Type.Literal('OK'), trigger_id: Type.String() })
export type ActionDone = Static<typeof ActionDone>

/** What a program answers to a click. */
export const ActionAnswer = Type.Object({
  update: Type.Optional(
    Type.Union([Type.Object({ message: MaybeText, props: MaybeProps }), Type.Null()]),
  ),
  ephemeral_text: MaybeText,
  skip_slack_parsing: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
})
export type ActionAnswer = Static<typeof ActionAnswer>

/** Clients parse the dialog again as a whole: unknown fields go along. */
export const Dialog = Type.Object({
  callback_id: MaybeText,
  title: Type.String(),
  introduction_text: MaybeText,
  icon_url: MaybeText,
  elements: Type.Optional(Type.Union([Type.Array(Props), Type.Null()])),
  submit_label: MaybeText,
  notify_on_cancel: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  state: MaybeText,
  source_url: MaybeText,
})
export type Dialog = Static<typeof Dialog>

export const OpenDialog = Type.Object({
  trigger_id: Type.String({ minLength: 1, maxLength: 2_000 }),
  url: Type.String({ minLength: 1, maxLength: 2_000 }),
  dialog: Dialog,
})
export type OpenDialog = Static<typeof OpenDialog>

export const DialogSubmission = Type.Object({
  type: MaybeText,
  url: Type.String({ minLength: 1, maxLength: 2_000 }),
  callback_id: MaybeText,
  state: MaybeText,
  channel_id: Id,
  team_id: Type.Optional(OptionalId),
  submission: MaybeProps,
  cancelled: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
})
export type DialogSubmission = Static<typeof DialogSubmission>

/** `errors` by element name; `form` is the next page. */
export const DialogAnswer = Type.Object({
  error: MaybeText,
  errors: Type.Optional(Type.Union([Type.Record(Type.String(), Type.String()), Type.Null()])),
  type: Type.Optional(
    Type.Union([...['', 'ok', 'form', 'navigate'].map((type) => Type.Literal(type)), Type.Null()]),
  ),
  form: Type.Optional(Type.Union([Dialog, Type.Null()])),
})
export type DialogAnswer = Static<typeof DialogAnswer>

export const DialogItems = Type.Object({
  items: Type.Array(Type.Object({ text: Type.String(), value: Type.String() })),
})
export type DialogItems = Static<typeof DialogItems>
