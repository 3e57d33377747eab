import { type Part, splitText } from './inline.ts'

/** What of the tree of a Markdown text matters here. */
type Node = {
  type: string
  value?: string
  children?: Node[]
  data?: { hName: string; hProperties: Record<string, string> }
}

/** People add emoji of any name; what turns out to be none is shown as it was written. */
const isEmoji = (name: string) => /[a-z]/i.test(name) || name === '+1' || name === '-1'

/** A plugin that turns names within texts into elements which `InlineSpan` draws. */
export function remarkInline() {
  return (tree: Node) => replaceIn(tree)
}

/** What is part of a link leads there already. */
function replaceIn(node: Node): void {
  if (!node.children || node.type === 'link') return
  node.children = node.children.flatMap((child) => {
    if (child.type === 'text' && child.value) return splitText(child.value, isEmoji).map(toNode)
    replaceIn(child)
    return child
  })
}

function toNode({ kind, value }: Part): Node {
  if (kind === 'text') return { type: 'text', value }
  const hProperties = { 'data-kind': kind, 'data-name': value }
  return { type: 'inline', children: [], data: { hName: 'span', hProperties } }
}
