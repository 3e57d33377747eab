import { useEffect, useId, useState } from 'react'
import field from '#web/ui/Field.module.css'
import styles from './Integrations.module.css'

type FileFieldProps = {
  label: string
  hint?: string
  accept?: string
  file: File | undefined
  onChange: (file: File | undefined) => void
}

/** A labelled choice of one file; a picture is shown beside it. */
export function FileField({ label, hint, accept, file, onChange }: FileFieldProps) {
  const id = useId()
  const url = usePreview(file)
  return (
    <div className={field.field}>
      <label className={field.label} htmlFor={id}>
        {label}
      </label>
      <span className={styles.file}>
        {url && <img className={styles.picture} src={url} alt="" width={40} height={40} />}
        <input
          id={id}
          type="file"
          accept={accept}
          aria-describedby={hint ? `${id}-note` : undefined}
          onChange={(event) => onChange(event.target.files?.[0])}
        />
      </span>
      {hint && (
        <p id={`${id}-note`} className={field.note}>
          {hint}
        </p>
      )}
    </div>
  )
}

function usePreview(file: File | undefined): string | undefined {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (!file?.type.startsWith('image/')) {
      setUrl(undefined)
      return
    }
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return url
}
