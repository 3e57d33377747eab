import { InviteForm } from '#web/manage/InviteForm.tsx'
import { useManageText } from '#web/manage/texts/manage-text.tsx'
import { Button } from '#web/ui/Button.tsx'
import styles from './GuidePage.module.css'

/** The last step: others. */
export function InviteStep({ onDone }: { onDone: () => void }) {
  const text = useManageText()
  return (
    <>
      <InviteForm />
      <div className={styles.actions}>
        <Button look="primary" onClick={onDone}>
          {text('guide.finish')}
        </Button>
      </div>
    </>
  )
}
