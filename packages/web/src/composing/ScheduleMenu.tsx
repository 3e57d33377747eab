import { useState } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import { TimeDialog } from '#web/scheduling/TimeDialog.tsx'
import { sendingTimes } from '#web/scheduling/times.ts'
import { useWhen } from '#web/scheduling/use-when.ts'
import { PopMenu } from '#web/ui/PopMenu.tsx'

type ScheduleMenuProps = {
  anchor: HTMLElement | undefined
  onClose: () => void
  onPick: (time: number) => void
}

/** When a message may be sent instead of now. */
export function ScheduleMenu({ anchor, onClose, onPick }: ScheduleMenuProps) {
  const text = useText()
  const when = useWhen()
  const [isCustom, setIsCustom] = useState(false)
  const items = [
    ...sendingTimes(new Date()).map(({ id, time }) => ({
      label: text(`scheduling.${id}`, { when: when(time) }),
      onSelect: () => onPick(time),
    })),
    { label: text('scheduling.custom'), isApart: true, onSelect: () => setIsCustom(true) },
  ]
  return (
    <>
      {anchor && (
        <PopMenu label={text('scheduling.label')} anchor={anchor} items={items} onClose={onClose} />
      )}
      {isCustom && (
        <TimeDialog
          title={text('scheduling.label')}
          action={text('scheduling.schedule')}
          onPick={onPick}
          onClose={() => setIsCustom(false)}
        />
      )}
    </>
  )
}
