import { useEffect } from 'react'
import { redirect } from '#web/router/router.tsx'
import { NotFoundPage } from '#web/session/NotFoundPage.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { AuthorizedPage } from './AuthorizedPage.tsx'
import { EmojiPage } from './EmojiPage.tsx'
import { AddPage, EditPage } from './FormPages.tsx'
import { formKinds } from './kinds.ts'
import { ListPage } from './ListPage.tsx'
import { incomingWebhooks } from './webhook-kinds.ts'

/** What the path below `integrations` leads to: a kind, and what is done with it. */
export function IntegrationsPages({ path }: { path: string }) {
  const team = useCurrentTeam()
  const [first = '', act = ''] = path.split('/')
  useEffect(() => {
    if (first !== '') return
    redirect({ page: 'integrations', team: team.name, path: incomingWebhooks.path })
  }, [first, team.name])

  if (first === '') return null
  if (first === 'emoji') return <EmojiPage />
  if (first === 'authorized') return <AuthorizedPage />
  const kind = formKinds.find((one) => one.path === first)
  if (!kind) return <NotFoundPage />
  if (act === 'add') return <AddPage key={path} kind={kind} />
  if (act === 'edit') return <EditPage key={path} kind={kind} id={path.split('/')[2] ?? ''} />
  return <ListPage key={path} kind={kind} />
}
