import { useQuery } from '@tanstack/react-query'
import { CodeBlock } from '#web/code/CodeBlock.tsx'
import { useText } from '#web/i18n/i18n.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import styles from './FileViewer.module.css'
import { fetchText } from './fetch-file.ts'
import type { Shown } from './open-viewer.ts'

const MAX_BYTES = 200_000

/** A text or a program, in the colours of its language. */
export function TextView({ item }: { item: Shown }) {
  const text = useText()
  const content = useQuery({
    queryKey: ['file-text', item.id],
    queryFn: () => fetchText(item.src, MAX_BYTES),
    retry: false,
  })
  if (content.isPending) return <Skeleton lines={8} />
  if (content.isError) return <p className={styles.none}>{text('viewer.none')}</p>
  return (
    <div className={styles.text}>
      {content.data.isCut && <p className={styles.cut}>{text('viewer.cut')}</p>}
      <CodeBlock code={content.data.words} language={languageOf(item.name)} isTall />
    </div>
  )
}

/** Names of languages by endings; most endings are names by themselves. */
const NAMES: Readonly<Record<string, string>> = {
  txt: '',
  text: '',
  log: '',
  csv: '',
  tsv: '',
  conf: 'ini',
  cfg: 'ini',
  env: 'ini',
  jsonc: 'json',
  htm: 'xml',
  vue: 'xml',
  svelte: 'xml',
  zsh: 'bash',
  fish: 'bash',
}

function languageOf(name: string): string {
  const ending = name.split('.').at(-1)?.toLowerCase() ?? ''
  return NAMES[ending] ?? ending
}
