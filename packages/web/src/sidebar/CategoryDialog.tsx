import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SidebarCategory } from '#web/entities/categories.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { DialogForm } from '#web/ui/DialogForm.tsx'
import { Field } from '#web/ui/Field.tsx'
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

  function handleSubmit() {
    if (!category) return create.mutate()
    actions.change(category.id, { display_name: name.trim() })
    onClose()
  }

  return (
    <Dialog
      title={text(category ? 'sidebar.rename-category' : 'sidebar.new-category')}
      onClose={onClose}
    >
      <DialogForm
        submit={text(category ? 'save' : 'channels.create-submit')}
        isReady={name.trim() !== ''}
        request={create}
        onSubmit={handleSubmit}
        onClose={onClose}
      >
        <Field
          label={text('sidebar.category-name')}
          value={name}
          onChange={setName}
          maxLength={MAX_LENGTH}
          autoComplete="off"
          autoFocus
          required
        />
      </DialogForm>
    </Dialog>
  )
}
