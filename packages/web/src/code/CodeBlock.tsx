import { Check, Copy } from 'lucide-react'
import { isValidElement, type ReactNode, useEffect, useState } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import styles from './CodeBlock.module.css'
import { Highlighted } from './Highlighted.tsx'

/** From so many lines on, one wants to tell which one is meant. */
const NUMBERED_LINES = 5
const COPIED_MS = 1_600

type CodeBlockProps = { code: string; language: string; isTall?: boolean }

/** Code to be read and copied, in the colours of its language. */
export function CodeBlock({ code, language, isTall = false }: CodeBlockProps) {
  const text = useText()
  const lines = code.split('\n').length
  return (
    <div className={styles.block} data-size={isTall ? 'tall' : 'fitting'}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys. */}
      {/* biome-ignore lint/a11y/useSemanticElements: there is no element for a group of text. */}
      <pre className={styles.scroller} tabIndex={0} aria-label={text('code.label')} role="group">
        {(isTall || lines >= NUMBERED_LINES) && (
          <span className={styles.numbers} aria-hidden>
            {Array.from({ length: lines }, (_, at) => at + 1).join('\n')}
          </span>
        )}
        <code className={styles.code} dir="ltr">
          <Highlighted code={code} language={language} />
        </code>
      </pre>
      <span className={styles.bar}>
        <CopyButton code={code} />
        {language !== '' && <span className={styles.language}>{language}</span>}
      </span>
    </div>
  )
}

function CopyButton({ code }: { code: string }) {
  const text = useText()
  const [isCopied, setIsCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setIsCopied(false), COPIED_MS)
    return () => clearTimeout(timer)
  }, [isCopied])
  const Icon = isCopied ? Check : Copy
  return (
    <button
      type="button"
      className={styles.copy}
      aria-label={text(isCopied ? 'code.copied' : 'code.copy')}
      title={text(isCopied ? 'code.copied' : 'code.copy')}
      onClick={() => {
        void navigator.clipboard?.writeText(code).then(
          () => setIsCopied(true),
          () => {},
        )
      }}
    >
      <Icon size={15} aria-hidden />
    </button>
  )
}

/** The block that Markdown makes of fenced or indented code. */
export function MarkdownCode({ children }: { children?: ReactNode }) {
  if (!isValidElement<{ className?: string; children?: ReactNode }>(children)) return null
  const { className = '', children: content } = children.props
  const language = /language-(\S+)/.exec(className)?.[1]?.toLowerCase() ?? ''
  const code = typeof content === 'string' ? content.replace(/\n$/, '') : ''
  return <CodeBlock code={code} language={language} />
}
