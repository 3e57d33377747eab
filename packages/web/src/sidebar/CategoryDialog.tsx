import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { reasonOf } from '#web/api/errors.ts'
import dialogs from '#web/channels/Dialogs.module.css'
import type { SidebarCategory } from '#web/entities/categories.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog, DialogActions } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { useCategoryActions } from './use-category-actions.ts'

const MAX_LENGTH = 22

type CategoryDialogProps = {
  /** The category that gets another name; without one a new one is made. */
  category?: SidebarCategory
  /** What a new one holds from the beginning. */
  channelIds?: readonly string[]
  onClose: () => void
}

/** Names a part of the sidebar. */
export function CategoryDialog({ category, channelIds = [], onClose }: CategoryDialogProps) {
  const text = useText()
  const actions = useCategoryActions()
  const [name, setName] = useState(category?.display_name ?? '')
  const create = useMutation({
    mutationFn: () => actions.create(name.trim(), channelIds),
    onSuccess: onClose,
  })

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    if (name.trim() === '') return
    if (!category) return create.mutate()
    actions.change(category.id, { display_name: name.trim() })
    onClose()
  }

  return (
    <Dialog
      title={text(category ? 'sidebar.rename-category' : 'sidebar.new-category')}
      onClose={onClose}
    >
      <form className={dialogs.form} onSubmit={handleSubmit}>
        <Field
          label={text('sidebar.category-name')}
          value={name}
          onChange={setName}
          maxLength={MAX_LENGTH}
          autoComplete="off"
          autoFocus
          required
        />
        <ProblemLine>
          {create.isError ? reasonOf(create.error) || text('problem.unreachable') : ''}
        </ProblemLine>
        <DialogActions>
          <Button onClick={onClose}>{text('cancel')}</Button>
          <Button
            type="submit"
            look="primary"
            isBusy={create.isPending}
            disabled={name.trim() === ''}
          >
            {text(category ? 'save' : 'channels.create-submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
