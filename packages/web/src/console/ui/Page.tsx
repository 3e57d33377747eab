import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import styles from './Page.module.css'

type PageProps = {
  title: string
  lead?: string | undefined
  actions?: ReactNode
  children: ReactNode
}

/** A page of the console. Its heading takes the focus, so that readers of screens hear of it. */
export function Page({ title, lead, actions, children }: PageProps) {
  const text = useConsoleText()
  const page = useRef<HTMLDivElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another title is another page.
  useEffect(() => {
    const before = document.title
    document.title = text('title.page', { page: title })
    // A setting that was looked for has the focus already.
    if (!page.current?.contains(document.activeElement)) heading.current?.focus()
    return () => {
      document.title = before
    }
  }, [title])
  return (
    <div ref={page} className={styles.page}>
      <header className={styles.header}>
        <div className={styles.heading}>
          <h1 ref={heading} tabIndex={-1} className={styles.title}>
            {title}
          </h1>
          {lead && <p className={styles.lead}>{lead}</p>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}

type CardProps = {
  title?: string | undefined
  lead?: string | undefined
  actions?: ReactNode
  children: ReactNode
}

/** A part of a page with a heading of its own. */
export function Card({ title, lead, actions, children }: CardProps) {
  const id = useId()
  return (
    <section className={styles.card} aria-labelledby={title ? id : undefined}>
      {(title || actions) && (
        <header className={styles.cardHeader}>
          <div>
            {title && (
              <h2 id={id} className={styles.cardTitle}>
                {title}
              </h2>
            )}
            {lead && <p className={styles.cardLead}>{lead}</p>}
          </div>
          {actions && <div className={styles.actions}>{actions}</div>}
        </header>
      )}
      {children}
    </section>
  )
}

/** Names and values, one pair after the other. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={styles.facts}>{children}</dl>
}

/** A name and its value. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** A short word on a coloured ground; the word says it, the colour only helps. */
export function Badge({
  tone = 'plain',
  children,
}: {
  tone?: 'plain' | 'good' | 'warn' | 'bad'
  children: ReactNode
}) {
  return (
    <span className={styles.badge} data-tone={tone}>
      {children}
    </span>
  )
}
