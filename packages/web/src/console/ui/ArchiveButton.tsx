import { useState } from 'react'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { useAction } from '#web/console/ui/use-action.ts'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'

type ArchiveButtonProps = {
  name: string
  isArchived: boolean
  archive: () => Promise<unknown>
  restore: () => Promise<unknown>
  onChanged: () => unknown
}

/** Archives a team or a channel after asking, and brings it back without. */
export function ArchiveButton(props: ArchiveButtonProps) {
  const { name, isArchived, archive, restore, onChanged } = props
  const text = useConsoleText()
  const [isAsking, setAsking] = useState(false)
  const restored = useAction(restore, { onDone: onChanged })
  if (isArchived) {
    return (
      <>
        <Button look="primary" isBusy={restored.isBusy} onClick={() => restored.run()}>
          {text('restore')}
        </Button>
        <ProblemLine>{restored.problem}</ProblemLine>
      </>
    )
  }
  return (
    <>
      <Button look="danger" onClick={() => setAsking(true)}>
        {text('archive')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={text('archive.title', { name })}
          detail={text('archive.detail')}
          action={text('archive')}
          run={async () => {
            await archive()
            await onChanged()
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
