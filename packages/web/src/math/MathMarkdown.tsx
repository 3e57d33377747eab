import 'katex/dist/katex.min.css'
import ReactMarkdown, { type Options } from 'react-markdown'
import rehypeKatex from 'rehype-katex'
import remarkMath from 'remark-math'
import { mathIn, withMoney } from './math.ts'

/** Bounds for formulas: what they may grow to, and no links or pictures out of them. */
const KATEX = {
  maxExpand: 200,
  maxSize: 20,
  trust: false,
  strict: 'ignore',
  errorColor: 'var(--color-danger)',
} as const

/** Code in these languages is a formula. */
function remarkFormulas() {
  return (tree: MathNode) => {
    for (const node of tree.children ?? []) {
      if (node.type !== 'code' || !['latex', 'tex'].includes(node.lang ?? '')) continue
      node.data = {
        hName: 'pre',
        hChildren: [
          {
            type: 'element',
            tagName: 'code',
            properties: { className: ['language-math', 'math-display'] },
            children: [{ type: 'text', value: node.value ?? '' }],
          },
        ],
      }
    }
  }
}

type MathNode = {
  type: string
  lang?: string | null
  value?: string
  children?: MathNode[]
  data?: object
}

/** A message with formulas in it. */
export function MathMarkdown({ children, ...options }: Options & { children: string }) {
  const { isInline } = mathIn(children)
  return (
    <ReactMarkdown
      {...options}
      remarkPlugins={[
        ...(options.remarkPlugins ?? []),
        [remarkMath, { singleDollarTextMath: isInline }],
        remarkFormulas,
      ]}
      rehypePlugins={[[rehypeKatex, KATEX]]}
    >
      {isInline ? withMoney(children) : children}
    </ReactMarkdown>
  )
}
