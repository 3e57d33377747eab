import type { ChannelModeration } from '@mattermost/types/channels'
import { useMutation, useQuery } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import styles from '#web/manage/Manage.module.css'
import { Quiet } from '#web/manage/parts.tsx'
import { type ManageTextId, useManageText } from '#web/manage/texts/manage-text.tsx'
import { Problem, ProblemLine } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'

const names: Readonly<Record<string, ManageTextId>> = {
  create_post: 'moderation.create_post',
  create_reactions: 'moderation.create_reactions',
  manage_members: 'moderation.manage_members',
  use_channel_mentions: 'moderation.use_channel_mentions',
  manage_bookmarks: 'moderation.manage_bookmarks',
}

/** What members and guests may do in a channel. */
export function ModerationTab({ channelId }: { channelId: string }) {
  const text = useManageText()
  const rules = useQuery({
    queryKey: ['moderation', channelId],
    queryFn: () => client.getChannelModerations(channelId),
    retry: false,
    staleTime: 0,
  })
  const change = useMutation({
    mutationFn: (patch: { name: string; side: 'members' | 'guests'; value: boolean }) =>
      client.patchChannelModerations(channelId, [
        { name: patch.name, roles: { [patch.side]: patch.value } },
      ]),
    onSuccess: () => rules.refetch(),
  })

  if (rules.isPending) return <Skeleton lines={5} />
  if (rules.isError) {
    return (
      <Problem
        title={reasonOf(rules.error) || text('problem.load')}
        onRetry={() => void rules.refetch()}
      />
    )
  }
  const cell = (rule: ChannelModeration, side: 'members' | 'guests') => {
    const setting = rule.roles[side]
    if (!setting) return <td />
    return (
      <td>
        <input
          type="checkbox"
          aria-label={`${text(names[rule.name] ?? 'moderation.other')}: ${text(`moderation.${side}`)}`}
          checked={setting.value}
          disabled={!setting.enabled || change.isPending}
          onChange={(event) =>
            change.mutate({ name: rule.name, side, value: event.target.checked })
          }
        />
      </td>
    )
  }
  return (
    <>
      <Quiet>{text('moderation.lead')}</Quiet>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{text('moderation.what')}</th>
            <th scope="col">{text('moderation.members')}</th>
            <th scope="col">{text('moderation.guests')}</th>
          </tr>
        </thead>
        <tbody>
          {rules.data.map((rule) => (
            <tr key={rule.name}>
              <th scope="row">{text(names[rule.name] ?? 'moderation.other')}</th>
              {cell(rule, 'members')}
              {cell(rule, 'guests')}
            </tr>
          ))}
        </tbody>
      </table>
      <ProblemLine>
        {change.isError ? reasonOf(change.error) || text('problem.unreachable') : ''}
      </ProblemLine>
    </>
  )
}
