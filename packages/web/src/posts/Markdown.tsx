import { type AnchorHTMLAttributes, type ImgHTMLAttributes, type MouseEvent, memo } from 'react'
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

/** The text of a message. HTML in it is shown as text. */
export const Markdown = memo(function Markdown({ children }: { children: string }) {
  return (
    <div className={styles.markdown} dir="auto">
      <ReactMarkdown remarkPlugins={PLUGINS} urlTransform={safeHref} components={COMPONENTS}>
        {children}
      </ReactMarkdown>
    </div>
  )
})

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
