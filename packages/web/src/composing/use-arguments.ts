import type { AutocompleteSuggestion } from '@mattermost/types/integrations'
import { useQuery } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { argumentsHead } from '#web/posts/completion.ts'
import type { CommandPlace } from './commands.ts'

const NONE: readonly AutocompleteSuggestion[] = []

/**
 * What may follow in a command, without its slash: asked once for each word, and by the server's
 * own rules the same whatever there is of the word that is being written.
 */
export function useArguments(
  command: string,
  { teamId, channelId }: Pick<CommandPlace, 'teamId' | 'channelId'>,
): readonly AutocompleteSuggestion[] {
  const head = argumentsHead(command)
  const found = useQuery({
    queryKey: ['command-arguments', teamId, channelId, head],
    queryFn: () =>
      client.getCommandAutocompleteSuggestionsList(`/${head}`, teamId, {
        channel_id: channelId,
        team_id: teamId,
      }),
    enabled: head !== '',
    staleTime: 30_000,
    retry: false,
  })
  return found.data ?? NONE
}
