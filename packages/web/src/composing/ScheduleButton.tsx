import { ChevronDown } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import styles from '#web/posts/Composer.module.css'

const ScheduleMenu = lazy(async () => ({
  default: (await import('./ScheduleMenu.tsx')).ScheduleMenu,
}))

type ScheduleButtonProps = { isDisabled: boolean; onPick: (time: number) => void }

/** Beside the button that sends: the choice of a later time. */
export function ScheduleButton({ isDisabled, onPick }: ScheduleButtonProps) {
  const text = useText()
  const [anchor, setAnchor] = useState<HTMLElement>()
  const [isWanted, setIsWanted] = useState(false)
  return (
    <>
      <button
        type="button"
        className={styles.later}
        aria-label={text('scheduling.label')}
        title={text('scheduling.label')}
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        disabled={isDisabled}
        onClick={(event) => {
          setIsWanted(true)
          setAnchor(anchor ? undefined : event.currentTarget)
        }}
      >
        <ChevronDown size={16} aria-hidden />
      </button>
      {isWanted && (
        <Suspense fallback={null}>
          <ScheduleMenu anchor={anchor} onClose={() => setAnchor(undefined)} onPick={onPick} />
        </Suspense>
      )}
    </>
  )
}
