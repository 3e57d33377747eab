/** What ids in Slack's texts are called here. */
export type SlackNames = {
  users: ReadonlyMap<string, string>
  channels: ReadonlyMap<string, string>
  /** Of programs: by what they are called. */
  bots: ReadonlyMap<string, string>
}

const code = /(```[\s\S]*?```|`[^`\n]*`)/
const special = /<([^<>\n]+)>/g
const bold = /(^|[\s(])\*([^*\n]+)\*(?=$|[\s.,;:!?)])/gm
const struck = /(^|[\s(])~([^~\n]+)~(?=$|[\s.,;:!?)])/gm
const groups: Readonly<Record<string, string>> = {
  here: '@here',
  channel: '@channel',
  everyone: '@all',
}

/** A Slack text as Markdown, with the mentions of the people and channels that are known. */
export function slackToMarkdown(text: string, names: SlackNames): string {
  return text
    .split(code)
    .map((part, index) => (index % 2 === 1 ? part : emphasised(part)))
    .join('')
    .replace(special, (all, inner: string) => toPlain(inner, names) ?? all)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

/** Slack writes emphasis with one sign where Markdown has two. */
function emphasised(text: string): string {
  return text.replace(bold, '$1**$2**').replace(struck, '$1~~$2~~')
}

function toPlain(inner: string, { users, channels }: SlackNames): string | undefined {
  const [head = '', label = ''] = inner.split('|', 2)
  const [, sign = '', id = ''] = /^([@#!])(\w+)/.exec(head) ?? []
  if (sign === '@') return `@${users.get(id) ?? (label || id)}`
  if (sign === '#') return `~${channels.get(id) ?? (label || id)}`
  if (sign === '!') return groups[id] ?? (label || undefined)
  if (!/^(?:https?|mailto|tel|ftp):/i.test(head)) return undefined
  return label && label !== head ? `[${label}](${head})` : head
}
