import { SmilePlus } from 'lucide-react'
import { lazy, Suspense, useRef, useState } from 'react'
import { IconButton } from '#web/ui/Button.tsx'

const EmojiPanel = lazy(async () => ({ default: (await import('./EmojiPanel.tsx')).EmojiPanel }))

type EmojiPickerProps = {
  label: string
  size?: 'small' | 'medium'
  onPick: (name: string) => void
}

/** A button that opens a choice of emoji. */
export function EmojiPicker({ label, size = 'medium', onPick }: EmojiPickerProps) {
  const [anchor, setAnchor] = useState<HTMLElement>()
  const button = useRef<HTMLButtonElement>(null)

  function close() {
    setAnchor(undefined)
    button.current?.focus()
  }

  return (
    <>
      <IconButton
        ref={button}
        size={size}
        label={label}
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(anchor ? undefined : event.currentTarget)}
      >
        <SmilePlus size={size === 'small' ? 16 : 18} aria-hidden />
      </IconButton>
      {anchor && (
        <Suspense fallback={null}>
          <EmojiPanel
            label={label}
            anchor={anchor}
            onClose={close}
            onPick={(name) => {
              close()
              onPick(name)
            }}
          />
        </Suspense>
      )}
    </>
  )
}
