import type { Scheme } from '@mattermost/types/schemes'
import { client } from '#web/api/client.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { EditCard } from '#web/console/ui/EditCard.tsx'
import { Field } from '#web/ui/Field.tsx'

type SchemeFormProps = {
  /** Undefined for a new one. */
  scheme?: Scheme
  onSaved: (scheme: Scheme) => unknown
}

/** What a scheme is called and for. */
export function SchemeForm({ scheme, onSaved }: SchemeFormProps) {
  const text = useConsoleText()
  const { display_name = '', description = '' } = scheme ?? {}
  return (
    <EditCard
      title={text(scheme ? 'schemes.profile' : 'schemes.new')}
      kept={{ display_name, description }}
      fields={(now, change) => (
        <>
          <Field
            label={text('schemes.name')}
            value={now.display_name}
            maxLength={128}
            onChange={(name) => change({ display_name: name })}
          />
          <Field
            label={text('schemes.description')}
            value={now.description}
            maxLength={1024}
            onChange={(words) => change({ description: words })}
          />
        </>
      )}
      isReady={(now) => now.display_name.trim() !== ''}
      {...(!scheme && { submit: text('schemes.create') })}
      onSave={async (_, now) => {
        const words = { ...now, display_name: now.display_name.trim() }
        await onSaved(
          scheme
            ? await client.patchScheme(scheme.id, words)
            : await client.createScheme({ ...words, scope: 'team' }),
        )
      }}
    />
  )
}
