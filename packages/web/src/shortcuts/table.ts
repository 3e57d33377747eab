/** Keys that do something everywhere in a team. */
type Combination = {
  /** As `KeyboardEvent.key`, in small letters; or a code where the key depends on the layout. */
  key: string
  /** Ctrl, or Command on a Mac. */
  mod?: true
  alt?: true
  shift?: true
}

type Group = 'going' | 'reading' | 'writing' | 'formatting' | 'app'

/** A line of the overview; its text is `shortcuts.<id>`. */
type Line = {
  id: string
  group: Group
  combination?: Combination
  /** A combination that does it in one kind of place only. */
  there?: Combination
  keys?: readonly string[]
}

/**
 * All that keys do. What has a combination is done by an action of its name, and is a command of
 * the palette; what has others is done where they are pressed.
 */
export const SHORTCUTS = [
  { id: 'switcher', group: 'going', combination: { key: 'k', mod: true } },
  { id: 'palette', group: 'going', combination: { key: 'p', mod: true, shift: true } },
  { id: 'search', group: 'going', combination: { key: 'f', mod: true } },
  { id: 'direct', group: 'going', combination: { key: 'k', mod: true, shift: true } },
  { id: 'previous', group: 'going', combination: { key: 'arrowup', alt: true } },
  { id: 'next', group: 'going', combination: { key: 'arrowdown', alt: true } },
  {
    id: 'previous-unread',
    group: 'going',
    combination: { key: 'arrowup', alt: true, shift: true },
  },
  { id: 'next-unread', group: 'going', combination: { key: 'arrowdown', alt: true, shift: true } },
  { id: 'category-up', group: 'going', there: { key: 'arrowup', mod: true, shift: true } },
  { id: 'category-down', group: 'going', there: { key: 'arrowdown', mod: true, shift: true } },
  { id: 'mark-read', group: 'reading', combination: { key: 'escape' } },
  { id: 'mark-all-read', group: 'reading', combination: { key: 'escape', shift: true } },
  { id: 'pane', group: 'reading', combination: { key: '.', mod: true } },
  { id: 'walk', group: 'reading', keys: ['↑', '↓'] },
  { id: 'center', group: 'writing', combination: { key: 'l', mod: true, shift: true } },
  { id: 'upload', group: 'writing', combination: { key: 'u', mod: true } },
  { id: 'edit-last', group: 'writing', keys: ['↑'] },
  { id: 'reply-last', group: 'writing', combination: { key: 'arrowup', shift: true } },
  { id: 'send', group: 'writing', keys: ['Enter'] },
  { id: 'line', group: 'writing', keys: ['Shift', 'Enter'] },
  { id: 'complete', group: 'writing', keys: ['@', '~', ':'] },
  { id: 'bold', group: 'formatting', there: { key: 'b', mod: true } },
  { id: 'italic', group: 'formatting', there: { key: 'i', mod: true } },
  { id: 'strike', group: 'formatting', there: { key: 'x', mod: true, shift: true } },
  { id: 'link', group: 'formatting', there: { key: 'k', mod: true, alt: true } },
  { id: 'code', group: 'formatting', there: { key: 'c', mod: true, alt: true } },
  { id: 'quote', group: 'formatting', there: { key: '9', mod: true, shift: true } },
  { id: 'bullets', group: 'formatting', there: { key: '8', mod: true, shift: true } },
  { id: 'numbers', group: 'formatting', there: { key: '7', mod: true, shift: true } },
  { id: 'settings', group: 'app', combination: { key: 'Comma', mod: true, shift: true } },
  { id: 'overview', group: 'app', combination: { key: '/', mod: true } },
  { id: 'close', group: 'app', keys: ['Esc'] },
] as const satisfies readonly Line[]

export const GROUPS = [
  'going',
  'reading',
  'writing',
  'formatting',
  'app',
] as const satisfies readonly Group[]

type Entry = (typeof SHORTCUTS)[number]
export type ShortcutId = Entry['id']
export type ActionId = Extract<Entry, { combination: Combination }>['id']

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** The action that pressed keys ask for. */
export function actionOf(pressed: Pressed): ActionId | undefined {
  for (const entry of SHORTCUTS) {
    if ('combination' in entry && isPressed(entry.combination, pressed)) return entry.id
  }
  return undefined
}

function isPressed(wanted: Combination, pressed: Pressed): boolean {
  if (wanted.key !== pressed.key.toLowerCase() && wanted.key !== pressed.code) return false
  if (Boolean(wanted.mod) !== (pressed.ctrlKey || pressed.metaKey)) return false
  // Some keyboards have the slash and the dot above another key.
  const isFree = /^[/.]$/.test(wanted.key)
  return (
    Boolean(wanted.alt) === pressed.altKey && (isFree || Boolean(wanted.shift) === pressed.shiftKey)
  )
}

const NAMES: Record<string, string> = {
  arrowup: '↑',
  arrowdown: '↓',
  escape: 'Esc',
  Comma: ',',
}

/** The keys of a line as they are shown. */
export function keysOf(id: ShortcutId, isMac: boolean): string[] {
  const entry = SHORTCUTS.find((one) => one.id === id)
  if (!entry) return []
  if ('keys' in entry) return [...entry.keys]
  const { key, mod, alt, shift }: Combination = 'there' in entry ? entry.there : entry.combination
  const name = NAMES[key] ?? key.toUpperCase()
  return [
    ...(mod ? [isMac ? '⌘' : 'Ctrl'] : []),
    ...(alt ? [isMac ? '⌥' : 'Alt'] : []),
    ...(shift ? [isMac ? '⇧' : 'Shift'] : []),
    name,
  ]
}
