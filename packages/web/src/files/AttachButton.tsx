import { Paperclip } from 'lucide-react'
import { useRef } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import { IconButton } from '#web/ui/Button.tsx'

/** Opens the machine's own choice of files. */
export function AttachButton({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const text = useText()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <IconButton label={text('files.attach')} onClick={() => input.current?.click()}>
        <Paperclip size={18} aria-hidden />
      </IconButton>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          // The same file can be chosen again.
          event.target.value = ''
        }}
      />
    </>
  )
}
