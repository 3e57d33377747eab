import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { PageHead, Row, Rows, RowText } from '#web/manage/parts.tsx'
import { useManageText } from '#web/manage/texts/manage-text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Problem } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { useMyId } from '#web/users/use-user.ts'
import styles from './Integrations.module.css'

/** The programs that one has given leave to act in one's own name. */
export function AuthorizedPage() {
  const text = useManageText()
  const myId = useMyId()
  const [asked, setAsked] = useState<{ id: string; name: string }>()
  const apps = useQuery({
    queryKey: ['authorized', myId],
    queryFn: () => client.getAuthorizedOAuthApps(myId),
    retry: false,
    staleTime: 0,
  })
  return (
    <>
      <PageHead title={text('authorized.title')} lead={text('authorized.lead')} />
      {apps.isPending && <Skeleton lines={3} />}
      {apps.isError && (
        <Problem
          title={reasonOf(apps.error) || text('problem.load')}
          onRetry={() => void apps.refetch()}
        />
      )}
      {apps.data?.length === 0 && <p className={styles.none}>{text('authorized.none')}</p>}
      <Rows label={text('authorized.title')}>
        {apps.data?.map((app) => (
          <Row key={app.id}>
            <RowText note={app.description}>
              <strong>{app.name}</strong>
            </RowText>
            <Button
              aria-label={text('authorized.withdraw-name', { name: app.name })}
              onClick={() => setAsked(app)}
            >
              {text('authorized.withdraw')}
            </Button>
          </Row>
        ))}
      </Rows>
      {asked && (
        <ConfirmDialog
          title={text('authorized.withdraw-name', { name: asked.name })}
          detail={text('authorized.withdrawing')}
          action={text('authorized.withdraw')}
          run={async () => {
            await client.deauthorizeOAuthApp(asked.id)
            await apps.refetch()
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  )
}
