import { ArrowLeft } from 'lucide-react'
import { type ComponentType, useEffect, useRef } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import { Link, navigate, openPath } from '#web/router/router.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { lastPath } from '#web/teams/last-place.ts'
import { ErrorBoundary } from '#web/ui/ErrorBoundary.tsx'
import { useMyId } from '#web/users/use-user.ts'
import styles from './SettingsPage.module.css'
import { AccessibilitySection } from './sections/AccessibilitySection.tsx'
import { AdvancedSection } from './sections/AdvancedSection.tsx'
import { DisplaySection } from './sections/DisplaySection.tsx'
import { LanguageSection } from './sections/LanguageSection.tsx'
import { NotificationsSection } from './sections/NotificationsSection.tsx'
import { ProfileSection } from './sections/ProfileSection.tsx'
import { SecuritySection } from './sections/SecuritySection.tsx'
import { SidebarSection } from './sections/SidebarSection.tsx'
import { isSection, SECTIONS, type SectionId } from './sections.ts'
import { SettingsLanguage, useSettingsText } from './texts/settings-text.tsx'

const CONTENTS: Record<SectionId, ComponentType> = {
  profile: ProfileSection,
  notifications: NotificationsSection,
  display: DisplaySection,
  accessibility: AccessibilitySection,
  language: LanguageSection,
  sidebar: SidebarSection,
  security: SecuritySection,
  advanced: AdvancedSection,
}

/** The settings of the own account, one section at a time. */
export function SettingsPage({ section }: { section: string }) {
  return (
    <SettingsLanguage>
      <Page current={isSection(section) ? section : 'profile'} />
    </SettingsLanguage>
  )
}

function Page({ current }: { current: SectionId }) {
  const text = useSettingsText()
  const common = useText()
  const team = useCurrentTeam()
  const leave = useLeave()
  const title = useRef<HTMLHeadingElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const Content = CONTENTS[current]
  const name = text(`section.${current}`)

  const tabTitle = `${name} · ${common('settings.title')}`

  useEffect(() => {
    document.title = tabTitle
  }, [tabTitle])

  // biome-ignore lint/correctness/useExhaustiveDependencies: with each section one begins anew.
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
    title.current?.focus()
  }, [current])

  return (
    <div className={styles.page}>
      <nav className={styles.side} aria-label={common('settings.title')}>
        <div className={styles.top}>
          <button type="button" className={styles.back} onClick={leave}>
            <ArrowLeft size={16} className={styles.arrow} aria-hidden />
            {common('settings.back')}
          </button>
        </div>
        <ul ref={list} className={styles.sections}>
          {SECTIONS.map(({ id, icon: Icon }) => (
            <li key={id}>
              <Link
                className={styles.section}
                to={{ page: 'settings', team: team.name, section: id }}
                aria-current={id === current ? 'page' : undefined}
              >
                <Icon size={18} aria-hidden />
                {text(`section.${id}`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main className={styles.main}>
        <div className={styles.content}>
          <h1 ref={title} tabIndex={-1} className={styles.title}>
            {name}
          </h1>
          <ErrorBoundary key={current}>
            <Content />
          </ErrorBoundary>
        </div>
      </main>
    </div>
  )
}

/** Back to where one was in the team. Escape leads there too, unless it has something to close. */
function useLeave(): () => void {
  const team = useCurrentTeam()
  const myId = useMyId()

  function leave() {
    const last = lastPath(myId, team.name)
    if (last) openPath(last)
    else navigate({ page: 'team', team: team.name })
  }

  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      if (document.querySelector('dialog[open], [role="dialog"], [role="menu"]')) return
      leave()
    }
    document.addEventListener('keydown', handleKey)
    return () => document.removeEventListener('keydown', handleKey)
  })

  return leave
}
