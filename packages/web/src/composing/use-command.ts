import { useMutation } from '@tanstack/react-query'
import { errorIdOf, reasonOf } from '#web/api/errors.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { type CommandPlace, partsOf, runCommand } from './commands.ts'

const UNKNOWN = 'api.command.execute_command.not_found.app_error'

/** Runs commands from a field, and tells why one could not be run. */
export function useCommand(place: CommandPlace, onDone: () => void) {
  const text = useText()
  const run = useMutation({
    mutationFn: (message: string) => runCommand(message, place),
    onSuccess: onDone,
  })
  const isUnknown = errorIdOf(run.error) === UNKNOWN
  const problem = isUnknown
    ? text('composer.no-command', { name: `/${partsOf(run.variables ?? '').name}` })
    : reasonOf(run.error) || text('problem.unreachable')
  return {
    run: run.mutate,
    isRunning: run.isPending,
    reset: run.reset,
    problem: run.isError ? problem : '',
    isUnknown,
  }
}
