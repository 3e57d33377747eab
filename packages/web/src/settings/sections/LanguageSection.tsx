import { saveMe } from '#web/settings/save.ts'
import { useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { Group, RadioLine } from '#web/settings/ui/Controls.tsx'
import { useMe } from '#web/settings/use-me.ts'
import { useSave } from '#web/settings/use-save.ts'

/** Languages are named in themselves, so that everybody finds the own one. */
const LANGUAGES = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'Deutsch' },
] as const

/** The language of the app, which mails and the other devices follow. */
export function LanguageSection() {
  const text = useSettingsText()
  const me = useMe()
  const save = useSave()
  const language = me.locale.split('-')[0] === 'de' ? 'de' : 'en'
  return (
    <Group title={text('language.title')} detail={text('language.hint')}>
      <RadioLine
        label={text('language.label')}
        value={language}
        options={LANGUAGES}
        onChange={(locale) => save(() => saveMe({ locale }))}
      />
    </Group>
  )
}
