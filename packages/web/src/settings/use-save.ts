import { useMutation } from '@tanstack/react-query'
import { reasonOf } from '#web/api/errors.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { say } from '#web/ui/toasts.ts'

/** A function that runs a change which shows by itself; only its failure is told. */
export function useSave(): (run: () => Promise<unknown>) => void {
  const text = useText()
  const save = useMutation({
    mutationFn: (run: () => Promise<unknown>) => run(),
    onError: (error) => say(reasonOf(error) || text('problem.unreachable'), 'problem'),
  })
  return save.mutate
}
