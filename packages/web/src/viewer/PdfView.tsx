import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import styles from './FileViewer.module.css'
import { fetchFile } from './fetch-file.ts'
import type { Shown } from './open-viewer.ts'

/**
 * A PDF in the browser's own viewer, which keeps it apart. It comes as a blob that says it is a PDF,
 * whatever it really is, so that nothing in it is ever read as a page of this site: browsers refuse
 * to show PDFs in frames with `sandbox`.
 */
export function PdfView({ item }: { item: Shown }) {
  const text = useText()
  const [address, setAddress] = useState('')
  const content = useQuery({
    queryKey: ['file-pdf', item.id],
    queryFn: () => fetchFile(item.src),
    retry: false,
    gcTime: 0,
  })
  const blob = content.data
  useEffect(() => {
    if (!blob) return
    const made = URL.createObjectURL(new Blob([blob], { type: 'application/pdf' }))
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])

  if (content.isError || !navigator.pdfViewerEnabled) {
    return <p className={styles.none}>{text('viewer.none')}</p>
  }
  if (address === '') return <Skeleton lines={8} />
  return <iframe className={styles.pdf} src={address} title={item.name} />
}
