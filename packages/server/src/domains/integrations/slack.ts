export type SlackText = ReturnType<typeof makeSlackText>

type Deps = {
  /** User names by id; unknown ids are left out. */
  findUsernames: (ids: string[]) => Promise<ReadonlyMap<string, string>>
}

type Fields = Record<string, unknown>

// Neither part may hold what ends it: so each text is read once, however it is made.
const link = /<([^<>|\n]+)\|([^<>\n]+)>/g
const group = /<!(channel|here|everyone|all)(?:\|[^<>\n]*)?>/g
const person = /<@([a-z0-9]{26})(?:\|[^<>\n]*)?>/g
const maxPeople = 200

/** Turns what is special in Slack's texts into what stands for it here. */
export function makeSlackText({ findUsernames }: Deps) {
  async function toMarkdown(text: string): Promise<string> {
    const ids = [...text.matchAll(person)].map(([, id = '']) => id).slice(0, maxPeople)
    const names = ids.length > 0 ? await findUsernames([...new Set(ids)]) : noNames
    return text
      .replace(group, (_all, name: string) => (name === 'everyone' ? '@all' : `@${name}`))
      .replace(person, (all, id: string) => (names.has(id) ? `@${names.get(id)}` : all))
      .replace(link, (_all, url: string, label: string) => `[${label}](${url})`)
  }

  /** Attachments with their texts converted; what isn't one is left out. */
  function attachmentsToMarkdown(attachments: readonly unknown[]): Promise<Fields[]> {
    return Promise.all(attachments.filter(isFields).map(attachmentToMarkdown))
  }

  async function attachmentToMarkdown(attachment: Fields): Promise<Fields> {
    const { text, pretext, fields } = attachment
    return {
      ...attachment,
      ...(typeof text === 'string' && { text: await toMarkdown(text) }),
      ...(typeof pretext === 'string' && { pretext: await toMarkdown(pretext) }),
      ...(Array.isArray(fields) && {
        fields: await Promise.all(fields.filter(isFields).map(fieldToMarkdown)),
      }),
    }
  }

  async function fieldToMarkdown(field: Fields): Promise<Fields> {
    const { value } = field
    return typeof value === 'string' ? { ...field, value: await toMarkdown(value) } : field
  }

  return { toMarkdown, attachmentsToMarkdown }
}

const noNames: ReadonlyMap<string, string> = new Map()

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
