import type { PostAction } from '@mattermost/types/integration_actions'
import type { MessageAttachment } from '@mattermost/types/message_attachments'
import type { Post } from '@mattermost/types/posts'
import { useState } from 'react'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { Combobox, type Option } from '#web/ui/Combobox.tsx'
import { choicesOf, findChannels, findPeople } from '#web/ui/choices.ts'
import styles from './Attachments.module.css'
import { actionsOf, colorOf } from './attachments.ts'
import { useAction } from './use-action.ts'

type ActionProps = { post: Post; action: PostAction & { id: string } }

/** The buttons and menus of an attachment. */
export function Actions({ post, attachment }: { post: Post; attachment: MessageAttachment }) {
  const actions = actionsOf(attachment)
  if (actions.length === 0) return null
  return (
    <div className={styles.actions}>
      {actions.map((action) =>
        action.type === 'select' ? (
          <ActionMenu key={action.id} post={post} action={action} />
        ) : (
          <ActionButton key={action.id} post={post} action={action} />
        ),
      )}
    </div>
  )
}

function ActionButton({ post, action }: ActionProps) {
  const run = useAction(post, action)
  const color = colorOf(action.style)
  return (
    <button
      type="button"
      className={styles.button}
      style={color ? { borderColor: color } : undefined}
      data-look={action.style === 'primary' ? 'primary' : 'plain'}
      title={action.tooltip}
      disabled={action.disabled === true || run.isPending}
      aria-busy={run.isPending}
      onClick={() => run.mutate('')}
    >
      {action.name}
    </button>
  )
}

function ActionMenu({ post, action }: ActionProps) {
  const team = useCurrentTeam()
  const run = useAction(post, action)
  const options = optionsOf(action)
  const [chosen, setChosen] = useState<Option | undefined>(
    options.find(({ value }) => value === action.default_option),
  )
  const load = (term: string) => {
    if (action.data_source === 'users') return findPeople(team.id, term)
    if (action.data_source === 'channels') return findChannels(team.id, term)
    return choicesOf(options, term)
  }
  return (
    <span className={styles.menu}>
      <Combobox
        label={action.name}
        placeholder={action.name}
        source={[post.id, post.update_at, action.id]}
        load={load}
        chosen={chosen}
        isDisabled={action.disabled === true || run.isPending}
        onChoose={(option) => {
          setChosen(option)
          run.mutate(option.value)
        }}
      />
    </span>
  )
}

function optionsOf({ options }: PostAction): Option[] {
  if (!Array.isArray(options)) return []
  return options.map(({ text, value }) => ({ text: String(text), value: String(value) }))
}
