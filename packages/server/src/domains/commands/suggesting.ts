import type { CommandSuggestion } from '@redoubt/wire/commands.ts'
import type { AutocompleteData, CommandArgument, ListItem } from './autocomplete-data.ts'

/** What was typed: up to where it is understood, and from there on. */
export type Typed = { parsed: string; rest: string }

type Options = {
  isAdmin: boolean
  /** The choices of a dynamic list, from the command's program. */
  fetchItems: (fetchUrl: string, typed: Typed) => Promise<ListItem[]>
}

/** What can stand where somebody is typing, behind the name of a command. */
export async function suggestInside(
  data: AutocompleteData,
  typed: Typed,
  options: Options,
): Promise<CommandSuggestion[]> {
  if (!isFor(data, options)) return []
  if (data.Arguments.length > 0) return suggestArgument(data.Arguments, typed, options)
  const [, word = '', space = '', rest = ''] = /^(\S*)(\s*)([\s\S]*)$/.exec(typed.rest) ?? []
  const start = word.toLowerCase()
  if (space === '') {
    return data.SubCommands.filter(
      (sub) => isFor(sub, options) && sub.Trigger.toLowerCase().startsWith(start),
    ).map((sub) => toSuggestion(typed.parsed, sub.Trigger, sub))
  }
  const sub = data.SubCommands.find(({ Trigger }) => Trigger.toLowerCase() === start)
  if (!sub) return []
  return suggestInside(sub, { parsed: `${typed.parsed}${word}${space}`, rest }, options)
}

function isFor({ RoleID }: AutocompleteData, { isAdmin }: Options): boolean {
  return isAdmin || RoleID !== 'system_admin'
}

/** Takes in what is complete, and suggests what can be in its place what isn't. */
async function suggestArgument(
  all: CommandArgument[],
  typed: Typed,
  options: Options,
): Promise<CommandSuggestion[]> {
  const inOrder = all.filter(({ Name }) => !Name)
  const named = all.filter(({ Name }) => Name)
  const { parsed, rest } = typed
  const flag = named.find(({ Name }) => rest.startsWith(`--${Name} `))
  const [argument] = flag ? [flag] : inOrder
  const at = flag ? skip(typed, `--${flag.Name} `.length) : typed
  const length = argument ? completeLength(argument, at.rest) : 0
  if (argument && length > 0) {
    const others = all.filter((other) => other !== argument)
    return suggestArgument(others, skip(at, length), options)
  }
  const ofArgument = argument ? await suggestValue(argument, at, options) : []
  const isNeeded = flag !== undefined || argument?.Required === true
  if (isNeeded) return ofArgument
  const flags = named.filter(({ Name }) => `--${Name}`.startsWith(rest))
  return [...ofArgument, ...flags.map((one) => toFlag(parsed, one))]
}

function skip({ parsed, rest }: Typed, length: number): Typed {
  return { parsed: parsed + rest.slice(0, length), rest: rest.slice(length) }
}

/** How much of the text a finished value takes with the space behind it; 0 while it is being typed. */
function completeLength(argument: CommandArgument, rest: string): number {
  if (argument.Type === 'StaticList') {
    const lengths = argument.Data.PossibleArguments.filter(({ Item }) =>
      rest.toLowerCase().startsWith(`${Item.toLowerCase()} `),
    ).map(({ Item }) => Item.length + 1)
    return Math.max(0, ...lengths)
  }
  return /^(?:"[^"]*"|(?!")\S+)\s+/.exec(rest)?.[0].length ?? 0
}

async function suggestValue(
  argument: CommandArgument,
  typed: Typed,
  { fetchItems }: Options,
): Promise<CommandSuggestion[]> {
  const { parsed, rest } = typed
  if (argument.Type === 'TextInput') {
    const Hint = argument.Data?.Hint ?? ''
    const text = toSuggestion(parsed, rest, { Hint, HelpText: argument.HelpText ?? '' })
    return [{ ...text, Suggestion: '' }]
  }
  const items =
    argument.Type === 'StaticList'
      ? argument.Data.PossibleArguments
      : await fetchItems(argument.Data.FetchURL, typed)
  const start = rest.toLowerCase()
  return items
    .filter(({ Item }) => Item.toLowerCase().startsWith(start))
    .map((item) => toSuggestion(parsed, item.Item, item))
}

function toFlag(parsed: string, { Name, HelpText = '' }: CommandArgument): CommandSuggestion {
  const flag = toSuggestion(parsed, `--${Name}`, { HelpText })
  return { ...flag, Complete: `${flag.Complete} ` }
}

function toSuggestion(
  parsed: string,
  word: string,
  { Hint = '', HelpText = '' }: { Hint?: string; HelpText?: string },
): CommandSuggestion {
  return {
    Complete: parsed + word,
    Suggestion: word,
    Hint,
    Description: HelpText,
    IconData: '',
  }
}
