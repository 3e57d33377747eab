import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { reasonOf, statusOf } from '#web/api/errors.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { useText } from '#web/i18n/i18n.tsx'

/** Something that a button does, and in words what came of it. */
export function useAction<Input = void>(
  run: (input: Input) => Promise<unknown>,
  { done = '', onDone }: { done?: string; onDone?: () => unknown } = {},
) {
  const text = useText()
  const consoleText = useConsoleText()
  // A mutation says a moment later that it runs; a switch would go back in between.
  const [asked, setAsked] = useState<{ input: Input }>()
  const action = useMutation({
    mutationFn: run,
    onSuccess: () => onDone?.(),
    onSettled: () => setAsked(undefined),
  })
  const failure = () =>
    statusOf(action.error) === 501
      ? consoleText('not-offered')
      : reasonOf(action.error) || text('problem.unreachable')
  return {
    run: (input: Input) => {
      setAsked({ input })
      action.mutate(input)
    },
    isBusy: asked !== undefined || action.isPending,
    /** What was asked for, as long as it isn't done: switches show it at once. */
    wish: asked?.input,
    /** Why it failed; empty when it didn't. */
    problem: action.isError ? failure() : '',
    outcome: action.isSuccess ? done : '',
  }
}
