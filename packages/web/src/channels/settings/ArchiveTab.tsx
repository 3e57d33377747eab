import type { ServerChannel } from '@mattermost/types/channels'
import { useMutation } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { Actions, Form } from '#web/manage/parts.tsx'
import { useManageText } from '#web/manage/texts/manage-text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'

type ArchiveTabProps = { channel: ServerChannel; onClose: () => void }

/** The end of a channel, and its return. */
export function ArchiveTab({ channel, onClose }: ArchiveTabProps) {
  const text = useManageText()
  const isArchived = channel.delete_at > 0
  const change = useMutation({
    mutationFn: async () => {
      if (isArchived) await client.unarchiveChannel(channel.id)
      else await client.deleteChannel(channel.id)
    },
    onSuccess: onClose,
  })
  return (
    <Form onSubmit={() => change.mutate()}>
      <p>{text(isArchived ? 'channel.restore-text' : 'channels.archive-text')}</p>
      <ProblemLine>
        {change.isError ? reasonOf(change.error) || text('problem.unreachable') : ''}
      </ProblemLine>
      <Actions>
        <Button type="submit" look={isArchived ? 'primary' : 'danger'} isBusy={change.isPending}>
          {text(isArchived ? 'channel.restore' : 'channels.archive')}
        </Button>
      </Actions>
    </Form>
  )
}
