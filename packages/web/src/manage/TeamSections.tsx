import { NotFoundPage } from '#web/session/NotFoundPage.tsx'
import { AccessSection } from './AccessSection.tsx'
import { GeneralSection } from './GeneralSection.tsx'
import { InvitationsSection } from './InvitationsSection.tsx'
import { PeopleSection } from './PeopleSection.tsx'

/** One section of a team's settings. */
export function TeamSections({ section }: { section: string }) {
  switch (section) {
    case 'general':
      return <GeneralSection />
    case 'access':
      return <AccessSection />
    case 'people':
      return <PeopleSection />
    case 'invitations':
      return <InvitationsSection />
    default:
      return <NotFoundPage />
  }
}
