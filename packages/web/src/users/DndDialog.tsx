import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useIntl } from 'react-intl'
import { reasonOf } from '#web/api/errors.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { SettingsLanguage, useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { RadioLine, Sheet } from '#web/settings/ui/Controls.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog, DialogActions } from '#web/ui/Dialog.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { DND_CHOICES, type DndChoice, dndEnd } from './dnd.ts'
import { MomentField } from './MomentField.tsx'
import { setStatus } from './set-status.ts'

/** Asks for how long one doesn't want to be disturbed. */
export function DndDialog({ onClose }: { onClose: () => void }) {
  return (
    <SettingsLanguage>
      <Content onClose={onClose} />
    </SettingsLanguage>
  )
}

function Content({ onClose }: { onClose: () => void }) {
  const text = useSettingsText()
  const common = useText()
  const intl = useIntl()
  const [choice, setChoice] = useState<DndChoice>('half_hour')
  const [moment, setMoment] = useState(() => dndEnd('two_hours', Date.now()))
  const [shownAt] = useState(() => Date.now())
  const save = useMutation({
    mutationFn: () => setStatus('dnd', choice === 'moment' ? moment : dndEnd(choice, Date.now())),
    onSuccess: onClose,
  })
  const isReady = choice !== 'moment' || moment > Date.now()
  return (
    <Dialog title={text('dnd.title')} onClose={onClose}>
      <Sheet>
        <RadioLine
          label={text('dnd.label')}
          hint={text('dnd.hint')}
          value={choice}
          options={DND_CHOICES.map((value) => {
            const end = dndEnd(value, shownAt)
            const hint =
              value === 'tomorrow'
                ? intl.formatDate(end, { weekday: 'long', hour: 'numeric', minute: 'numeric' })
                : intl.formatTime(end)
            return { value, label: text(`dnd.${value}`), ...(end > 0 && { hint }) }
          })}
          onChange={setChoice}
        />
      </Sheet>
      {choice === 'moment' && (
        <MomentField label={text('moment')} value={moment} onChange={setMoment} />
      )}
      <ProblemLine>
        {save.isError ? reasonOf(save.error) || common('problem.unreachable') : ''}
      </ProblemLine>
      <DialogActions>
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button
          look="primary"
          disabled={!isReady}
          isBusy={save.isPending}
          onClick={() => save.mutate()}
        >
          {text('dnd.submit')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
