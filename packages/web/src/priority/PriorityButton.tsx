import { CircleAlert } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { Wishes } from '#web/entities/entities.ts'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { IconButton } from '#web/ui/Button.tsx'

const PriorityDialog = lazy(async () => ({
  default: (await import('./PriorityDialog.tsx')).PriorityDialog,
}))

type PriorityButtonProps = { wishes: Wishes; onChange: (wishes: Wishes) => void }

/** Opens the choice of what a message asks of its readers, where the server offers any. */
export function PriorityButton({ wishes, onChange }: PriorityButtonProps) {
  const text = useText()
  const [isOpen, setIsOpen] = useState(false)
  const isOffered = useEntities(
    ({ config }) => config.PostPriority === 'true' || config.EnableBurnOnRead === 'true',
  )
  if (!isOffered) return null
  return (
    <>
      <IconButton
        label={text('priority.label')}
        aria-haspopup="dialog"
        aria-pressed={Object.keys(wishes).length > 0}
        onClick={() => setIsOpen(true)}
      >
        <CircleAlert size={18} aria-hidden />
      </IconButton>
      {isOpen && (
        <Suspense fallback={null}>
          <PriorityDialog wishes={wishes} onApply={onChange} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
