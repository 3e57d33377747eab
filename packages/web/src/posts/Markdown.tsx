import {
  type AnchorHTMLAttributes,
  type ImgHTMLAttributes,
  type InputHTMLAttributes,
  lazy,
  type MouseEvent,
  memo,
  type ReactElement,
  type ReactNode,
  Suspense,
} from 'react'
import ReactMarkdown, { type Options } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { MarkdownCode } from '#web/code/CodeBlock.tsx'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { mathIn } from '#web/math/math.ts'
import { Picture } from '#web/pictures/Picture.tsx'
import { openPath } from '#web/router/router.tsx'
import { openPictures } from '#web/viewer/shown.ts'
import { InlineSpan } from './InlineSpan.tsx'
import { pathWithin, safeHref } from './links.ts'
import styles from './Markdown.module.css'
import { remarkInline } from './remark-inline.ts'
import { isTame } from './tame.ts'

const MathMarkdown = lazy(async () => ({
  default: (await import('#web/math/MathMarkdown.tsx')).MathMarkdown,
}))

/** One tilde begins the name of a channel. */
const PLUGINS: Options['remarkPlugins'] = [[remarkGfm, { singleTilde: false }], remarkInline]
const COMPONENTS: Options['components'] = {
  a: MessageLink,
  img: MessagePicture,
  span: InlineSpan,
  pre: MarkdownCode,
  table: MessageTable,
  input: TaskBox,
}
const OPTIONS: Options = {
  remarkPlugins: PLUGINS,
  urlTransform: safeHref,
  components: COMPONENTS,
}

/** Texts that were read last, as elements: a channel that is opened again needs no reading again. */
const MAX_READ = 1_000
const read = new Map<string, ReactElement>()

/** The text of a message. HTML in it is shown as text. */
export const Markdown = memo(function Markdown({ children }: { children: string }) {
  const hasMath = useEntities((now) => now.config.EnableLatex === 'true')
  return (
    <div className={styles.markdown} dir="auto">
      {hasMath && mathIn(children).isMath ? <WithMath>{children}</WithMath> : elementOf(children)}
    </div>
  )
})

function WithMath({ children }: { children: string }) {
  if (!isTame(children)) return elementOf(children)
  return (
    <Suspense fallback={elementOf(children)}>
      <MathMarkdown {...OPTIONS}>{children}</MathMarkdown>
    </Suspense>
  )
}

function elementOf(text: string): ReactElement {
  const element =
    read.get(text) ?? (isTame(text) ? ReactMarkdown({ ...OPTIONS, children: text }) : <p>{text}</p>)
  // The last one used comes last, so that the first one is the longest unused.
  read.delete(text)
  read.set(text, element)
  const [oldest] = read.keys()
  if (read.size > MAX_READ && oldest !== undefined) read.delete(oldest)
  return element
}

function MessageLink({ href, children }: AnchorHTMLAttributes<HTMLAnchorElement>) {
  if (!href) return <span>{children}</span>
  const path = pathWithin(href, window.location.origin)

  function handleClick(event: MouseEvent) {
    if (path === undefined || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    openPath(path)
  }

  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" onClick={handleClick}>
      {children}
    </a>
  )
}

function MessagePicture({ src, alt }: ImgHTMLAttributes<HTMLImageElement>) {
  if (typeof src !== 'string' || src === '') return <span>{alt}</span>
  return (
    <Picture address={src} name={alt ?? ''} onOpen={(shown) => openPictures(shown, alt ?? '')} />
  )
}

/** What is to be done, or was. */
function TaskBox({ checked }: InputHTMLAttributes<HTMLInputElement>) {
  const text = useText()
  const label = text(checked ? 'posts.task-done' : 'posts.task-open')
  return <input type="checkbox" checked={checked} disabled aria-label={label} />
}

/** A wide table scrolls by itself. */
function MessageTable({ children }: { children?: ReactNode }) {
  const text = useText()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys.
    // biome-ignore lint/a11y/useSemanticElements: there is no element for a group of text.
    <div className={styles.table} role="group" aria-label={text('table.label')} tabIndex={0}>
      <table>{children}</table>
    </div>
  )
}
