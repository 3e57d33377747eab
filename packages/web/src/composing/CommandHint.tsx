import { useQuery } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { useText } from '#web/i18n/i18n.tsx'
import styles from './Composing.module.css'
import { type CommandPlace, partsOf } from './commands.ts'
import { useArguments } from './use-arguments.ts'

/** What may follow the name of the command that is being written. */
export function CommandHint({ message, place }: { message: string; place: CommandPlace }) {
  const text = useText()
  const { name, rest } = partsOf(message)
  const found = useQuery({
    queryKey: ['command-hint', place.teamId, name],
    queryFn: () =>
      client.getCommandAutocompleteSuggestionsList(`/${name}`, place.teamId, {
        channel_id: place.channelId,
        team_id: place.teamId,
      }),
    enabled: name !== '' && rest !== undefined,
    retry: false,
  })
  // What can be written freely has nothing to choose from: it is only said what is meant.
  const free = useArguments(message.slice(1), place).find((one) => one.Suggestion === '')
  const command = found.data?.find((one) => one.Complete === name)
  const hint = free ?? command
  if (rest === undefined || !hint || !(hint.Hint || hint.Description)) return null
  return (
    <p className={styles.hint} role="status" title={text('composer.command')}>
      <code className={styles.usage}>
        /{name} {hint.Hint}
      </code>
      {hint.Description}
    </p>
  )
}
