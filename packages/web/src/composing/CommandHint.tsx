import { useQuery } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { useText } from '#web/i18n/i18n.tsx'
import styles from './Composing.module.css'
import { type CommandPlace, partsOf } from './commands.ts'

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
  const command = found.data?.find((one) => one.Complete === name)
  if (rest === undefined || !command || !(command.Hint || command.Description)) return null
  return (
    <p className={styles.hint} role="status" title={text('composer.command')}>
      <code className={styles.usage}>
        /{name} {command.Hint}
      </code>
      {command.Description}
    </p>
  )
}
