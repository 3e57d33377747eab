import { useMutation } from '@tanstack/react-query'
import { reasonOf } from '#web/api/errors.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { say } from '#web/ui/toasts.ts'
import { useSettingsText } from './texts/settings-text.tsx'

/** What a form needs to save: how, and what has come of it. */
export function useForm(save: () => Promise<unknown>, onSaved?: () => void) {
  const text = useSettingsText()
  const common = useText()
  const { mutate, isPending, isError, error } = useMutation({
    mutationFn: save,
    onSuccess: () => {
      onSaved?.()
      say(text('saved'))
    },
  })
  return {
    onSubmit: () => mutate(),
    isBusy: isPending,
    problem: isError ? reasonOf(error) || common('problem.unreachable') : '',
  }
}
