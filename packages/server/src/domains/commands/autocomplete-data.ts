import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { AppError } from '#platform/app-error.ts'

const Text = Type.Optional(Type.String())
const ListItem = Type.Object({ Item: Type.String({ minLength: 1 }), Hint: Text, HelpText: Text })
const argumentFields = { Name: Text, HelpText: Text, Required: Type.Optional(Type.Boolean()) }
const Argument = Type.Union([
  Type.Object({
    ...argumentFields,
    Type: Type.Literal('TextInput'),
    Data: Type.Optional(Type.Union([Type.Object({ Hint: Text, Pattern: Text }), Type.Null()])),
  }),
  Type.Object({
    ...argumentFields,
    Type: Type.Literal('StaticList'),
    Data: Type.Object({ PossibleArguments: Type.Array(ListItem) }),
  }),
  Type.Object({
    ...argumentFields,
    Type: Type.Literal('DynamicList'),
    Data: Type.Object({ FetchURL: Type.String({ minLength: 1 }) }),
  }),
])
const Node = Type.Object({
  Trigger: Type.String(),
  Hint: Text,
  HelpText: Text,
  RoleID: Type.Optional(Type.Enum(['', 'system_user', 'system_admin'])),
  Arguments: Type.Optional(Type.Union([Type.Array(Argument), Type.Null()])),
  SubCommands: Type.Optional(Type.Union([Type.Array(Type.Unknown()), Type.Null()])),
})

/** What a program answers when it is asked for the choices of a dynamic list. */
export const ListItems = Type.Array(ListItem)
export type ListItem = Static<typeof ListItem>
export type CommandArgument = Static<typeof Argument>

/** What can follow a command: either words that are commands of their own, or arguments. */
export type AutocompleteData = Required<
  Omit<Static<typeof Node>, 'RoleID' | 'Arguments' | 'SubCommands'>
> & { RoleID: string; Arguments: CommandArgument[]; SubCommands: AutocompleteData[] }

const maxBytes = 65_536
const maxDepth = 10

/** Undefined where nothing is described. Throws 400 for what describes no command of this trigger. */
export function parseAutocompleteData(
  given: unknown,
  command: { trigger: string; url: string },
): AutocompleteData | undefined {
  if (given === null || given === undefined || isEmpty(given)) return undefined
  const data = toNode(given, command.url, 0)
  const isOwn = data.Trigger.toLowerCase() === command.trigger
  if (!isOwn || Buffer.byteLength(JSON.stringify(data)) > maxBytes) throw invalid()
  return data
}

function isEmpty(given: unknown): boolean {
  return typeof given === 'object' && given !== null && Object.keys(given).length === 0
}

function toNode(given: unknown, url: string, depth: number): AutocompleteData {
  if (depth > maxDepth || !Value.Check(Node, given)) throw invalid()
  const { Trigger, Hint = '', HelpText = '', RoleID = '' } = given
  const Arguments = given.Arguments ?? []
  const SubCommands = given.SubCommands ?? []
  const isSound = /^\S+$/.test(Trigger) && (Arguments.length === 0 || SubCommands.length === 0)
  if (!isSound || !Arguments.every((argument) => isSoundArgument(argument, url))) throw invalid()
  return {
    Trigger,
    Hint,
    HelpText,
    RoleID,
    Arguments,
    SubCommands: SubCommands.map((sub) => toNode(sub, url, depth + 1)),
  }
}

function isSoundArgument(argument: CommandArgument, url: string): boolean {
  if (!/^\S*$/.test(argument.Name ?? '')) return false
  return argument.Type !== 'DynamicList' || listAddress(argument.Data.FetchURL, url) !== undefined
}

/** Where a dynamic list is fetched; undefined away from the command's own program. */
export function listAddress(fetchUrl: string, commandUrl: string): URL | undefined {
  const address = URL.parse(fetchUrl, commandUrl)
  return address && address.origin === URL.parse(commandUrl)?.origin ? address : undefined
}

function invalid(): AppError {
  return new AppError('model.command.is_valid.autocomplete_data.app_error', 400)
}
