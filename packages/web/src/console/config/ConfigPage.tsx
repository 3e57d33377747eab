import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { errorIdOf, reasonOf } from '#web/api/errors.ts'
import { selectMayInConsole } from '#web/console/console-access.ts'
import type { SettingsId } from '#web/console/pages.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer, Outcome } from '#web/console/ui/Answer.tsx'
import { Card, Page } from '#web/console/ui/Page.tsx'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { useDescriptions } from './descriptions.ts'
import { SaveBar } from './SaveBar.tsx'
import { SettingRow } from './SettingRow.tsx'
import { titleOfSection } from './sections.ts'
import { mayTouch, type Setting, sectionsOf } from './settings.ts'
import { UnsavedGuard } from './UnsavedGuard.tsx'
import {
  CONFIG,
  HISTORY,
  useConfigValues,
  useLastChanges,
  useLockedSettings,
} from './use-config.ts'
import { useDrafts } from './use-drafts.ts'
import { settingOfError } from './validate.ts'
import { toTree } from './values.ts'

type ConfigPageProps = { id: SettingsId; setting: string | undefined }

/** A page of settings, saved at once. */
export function ConfigPage({ id, setting }: ConfigPageProps) {
  const text = useConsoleText()
  const { query, values } = useConfigValues()
  const leads = text(`lead.${id}`)
  return (
    <Page title={text(`page.${id}`)} lead={leads}>
      <Answer query={query} lines={8}>
        {() => values && <Settings id={id} values={values} wanted={setting} />}
      </Answer>
    </Page>
  )
}

type SettingsProps = {
  id: SettingsId
  values: ReadonlyMap<string, unknown>
  wanted: string | undefined
}

function Settings({ id, values, wanted }: SettingsProps) {
  const text = useConsoleText()
  const common = useText()
  const queries = useQueryClient()
  const descriptions = useDescriptions()
  const isLocked = useLockedSettings()
  const lastChanges = useLastChanges()
  const may = useEntities(selectMayInConsole)
  const drafts = useDrafts(values)
  const saving = useMutation({
    mutationFn: (changes: ReadonlyMap<string, unknown>) => client.patchConfig(toTree(changes)),
    onSuccess: (saved) => {
      queries.setQueryData(CONFIG, saved)
      drafts.clear()
      return queries.invalidateQueries({ queryKey: HISTORY })
    },
  })
  const refusedKey = saving.isError ? settingOfError(errorIdOf(saving.error)) : undefined
  const reason = saving.isError ? reasonOf(saving.error) || common('problem.unreachable') : ''

  function lockOf(setting: Setting): string {
    if (isLocked(setting.key)) return text('config.locked-environment')
    return mayTouch('write', setting, may) ? '' : text('config.locked-permission')
  }

  function problemOf({ key }: Setting): string {
    const refusal = drafts.refusals.get(key)
    if (refusal) return text(refusal.id, refusal.values)
    return key === refusedKey ? reason : ''
  }

  const sections = sectionsOf(id)
  const isElsewhere = refusedKey !== undefined && !drafts.changes.has(refusedKey)
  return (
    <>
      {sections.map(([section, all]) => {
        const shown = all.filter((one) => values.has(one.key))
        if (shown.length === 0) return null
        return (
          <Card
            key={section}
            title={sections.length > 1 ? text(titleOfSection(section) ?? `page.${id}`) : undefined}
          >
            <div>
              {shown.map((one) => (
                <SettingRow
                  key={one.key}
                  setting={one}
                  description={descriptions[one.key]}
                  draft={drafts.draftOf(one)}
                  value={values.get(one.key)}
                  lock={lockOf(one)}
                  problem={problemOf(one)}
                  lastChange={lastChanges.get(one.key)}
                  isWanted={one.key === wanted}
                  onChange={(draft) => {
                    if (saving.isError || saving.isSuccess) saving.reset()
                    drafts.set(one.key, draft)
                  }}
                />
              ))}
            </div>
          </Card>
        )
      })}
      <ProblemLine>{reason && (refusedKey === undefined || isElsewhere) ? reason : ''}</ProblemLine>
      <Outcome>{saving.isSuccess && !drafts.isDirty ? text('config.saved') : ''}</Outcome>
      {drafts.isDirty && <UnsavedGuard onDiscard={drafts.clear} />}
      {drafts.isDirty && (
        <SaveBar
          count={drafts.changes.size + drafts.refusals.size}
          isValid={drafts.refusals.size === 0}
          isBusy={saving.isPending}
          onDiscard={() => {
            saving.reset()
            drafts.clear()
          }}
          onSave={() => saving.mutate(drafts.changes)}
        />
      )}
    </>
  )
}
