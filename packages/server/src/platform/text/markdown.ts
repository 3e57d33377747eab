import MarkdownIt, { type Token } from 'markdown-it'

/** What a message says beside its looks. */
export type ReadMarkdown = {
  /** The plain texts, each as far as it is not interrupted; nothing of code or of link targets. */
  texts: string[]
  /** The first address that stands in the text by itself. */
  firstLink: string | undefined
  /** Addresses of the pictures that are shown, in their order. */
  images: string[]
}

/** Deeper quotes and lists than this are read as plain text; nobody writes them. */
const maxNesting = 20

const markdown = new MarkdownIt({ linkify: true, maxNesting })
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })

/** Reads a message; takes time in proportion to its length, whatever it is. */
export function readMarkdown(text: string): ReadMarkdown {
  const found: ReadMarkdown = { texts: [], firstLink: undefined, images: [] }
  for (const block of markdown.parse(text, {})) {
    if (block.type === 'inline') readInline(block.children ?? [], found)
  }
  return found
}

function readInline(tokens: readonly Token[], found: ReadMarkdown): void {
  let text = ''
  let isAddress = false
  const flush = () => {
    if (text) found.texts.push(text)
    text = ''
  }
  for (const token of tokens) {
    if (token.type === 'text' || token.type === 'text_special') {
      if (!isAddress) text += token.content
      continue
    }
    flush()
    if (token.type === 'image') found.images.push(attribute(token, 'src'))
    if (token.type === 'link_open' && ['linkify', 'autolink'].includes(token.markup)) {
      isAddress = true
      found.firstLink ??= attribute(token, 'href')
    }
    if (token.type === 'link_close') isAddress = false
  }
  flush()
}

function attribute(token: Token, name: string): string {
  return String(token.attrGet(name) ?? '')
}

/** The text as it reads without its marks of formatting: what a notification can show. */
export function toPlainText(text: string): string {
  const blocks = markdown.parse(text, {}).map((block) => {
    if (block.type === 'inline') return inlineText(block.children ?? [])
    return block.type === 'fence' || block.type === 'code_block' ? block.content : ''
  })
  return blocks
    .map((block) => block.trim())
    .filter(Boolean)
    .join('\n')
}

function inlineText(tokens: readonly Token[]): string {
  return tokens
    .map(({ type, content }) => (type === 'softbreak' || type === 'hardbreak' ? '\n' : content))
    .join('')
}
