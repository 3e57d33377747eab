import type { Channel } from '@mattermost/types/channels'
import { client } from '#web/api/client.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { EditCard } from '#web/console/ui/EditCard.tsx'
import { Field } from '#web/ui/Field.tsx'

type ChannelFormProps = { channel: Channel; onChanged: () => unknown }

/** What a channel is called and for. */
export function ChannelForm({ channel, onChanged }: ChannelFormProps) {
  const text = useConsoleText()
  return (
    <EditCard
      title={text('channels.profile')}
      kept={channel}
      fields={(now, change) => (
        <>
          <Field
            label={text('channels.name')}
            value={now.display_name}
            onChange={(display_name) => change({ display_name })}
          />
          <Field
            label={text('channels.purpose')}
            value={now.purpose}
            onChange={(purpose) => change({ purpose })}
          />
          <Field
            label={text('channels.header')}
            value={now.header}
            onChange={(header) => change({ header })}
          />
        </>
      )}
      onSave={async (changes) => {
        await client.patchChannel(channel.id, changes)
        await onChanged()
      }}
    />
  )
}
