import {
  type AnchorHTMLAttributes,
  type ImgHTMLAttributes,
  type MouseEvent,
  memo,
  type ReactElement,
} from 'react'
import ReactMarkdown, { type Options } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { openPath } from '#web/router/router.tsx'
import { InlineSpan } from './InlineSpan.tsx'
import { pathWithin, safeHref } from './links.ts'
import styles from './Markdown.module.css'
import { remarkInline } from './remark-inline.ts'

/** One tilde begins the name of a channel. */
const PLUGINS: Options['remarkPlugins'] = [[remarkGfm, { singleTilde: false }], remarkInline]
const COMPONENTS: Options['components'] = { a: MessageLink, img: ImageLink, span: InlineSpan }

/** Texts that were read last, as elements: a channel that is opened again needs no reading again. */
const MAX_READ = 1_000
const read = new Map<string, ReactElement>()

/** The text of a message. HTML in it is shown as text. */
export const Markdown = memo(function Markdown({ children }: { children: string }) {
  return (
    <div className={styles.markdown} dir="auto">
      {elementOf(children)}
    </div>
  )
})

function elementOf(text: string): ReactElement {
  const element =
    read.get(text) ??
    ReactMarkdown({
      children: text,
      remarkPlugins: PLUGINS,
      urlTransform: safeHref,
      components: COMPONENTS,
    })
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

/** Pictures from elsewhere would tell their servers who reads what, so they are links. */
function ImageLink({ src, alt }: ImgHTMLAttributes<HTMLImageElement>) {
  return <MessageLink href={src}>{alt || src}</MessageLink>
}
