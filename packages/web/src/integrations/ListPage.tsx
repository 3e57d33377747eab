import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { reasonOf } from '#web/api/errors.ts'
import { useEntities } from '#web/entities/store.ts'
import { CopyLine, PageHead, Quiet } from '#web/manage/parts.tsx'
import { useManageText } from '#web/manage/texts/manage-text.tsx'
import { Link, navigate } from '#web/router/router.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Problem, ProblemLine } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { useUserName } from '#web/users/use-user.ts'
import styles from './Integrations.module.css'
import type { Entry, EntryAction, Kind } from './kind.ts'
import { TokensDialog } from './TokensDialog.tsx'
import { usePlace } from './use-place.ts'

/** From here on a search is of more use than reading. */
const MANY = 6

/** All integrations of a kind. */
export function ListPage({ kind }: { kind: Kind }) {
  const text = useManageText()
  const team = useCurrentTeam()
  const place = usePlace()
  const isOffered = useEntities((now) => Reflect.get(now.config, kind.switch) !== 'false')
  const [term, setTerm] = useState('')
  const entries = useQuery({
    queryKey: ['integrations', kind.path, place.teamId],
    queryFn: () => kind.list(place),
    retry: false,
    staleTime: 0,
  })
  const shown = entries.data?.filter((entry) => isLike(entry, term)) ?? []

  return (
    <>
      <PageHead title={text(kind.title)} lead={text(kind.lead)}>
        {isOffered && (
          <Button
            look="primary"
            onClick={() =>
              navigate({ page: 'integrations', team: team.name, path: `${kind.path}/add` })
            }
          >
            <Plus size={18} aria-hidden />
            {text(kind.add)}
          </Button>
        )}
      </PageHead>
      {!isOffered && <p className={styles.none}>{text('integrations.off')}</p>}
      {entries.isPending && <Skeleton lines={4} />}
      {entries.isError && (
        <Problem
          title={reasonOf(entries.error) || text('problem.load')}
          onRetry={() => void entries.refetch()}
        />
      )}
      {entries.data?.length === 0 && isOffered && <p className={styles.none}>{text(kind.none)}</p>}
      {(entries.data?.length ?? 0) > MANY && (
        <Field
          label={text('integrations.search')}
          type="search"
          value={term}
          onChange={setTerm}
          autoComplete="off"
        />
      )}
      {shown.length > 0 && (
        <ul className={styles.list} aria-label={text(kind.title)}>
          {shown.map((entry) => (
            <EntryItem key={entry.id} kind={kind} entry={entry} />
          ))}
        </ul>
      )}
    </>
  )
}

function isLike(entry: Entry, term: string): boolean {
  return `${entry.title} ${entry.detail}`.toLowerCase().includes(term.trim().toLowerCase())
}

function EntryItem({ kind, entry }: { kind: Kind; entry: Entry }) {
  const text = useManageText()
  const team = useCurrentTeam()
  const queries = useQueryClient()
  const creator = useUserName(entry.creatorId)
  const [asked, setAsked] = useState<EntryAction>()
  const [hasTokens, setHasTokens] = useState(false)
  const refresh = () => queries.invalidateQueries({ queryKey: ['integrations', kind.path] })
  const quick = useMutation({ mutationFn: (act: EntryAction) => act.run(), onSuccess: refresh })
  const { remove, removing } = kind
  const removal: EntryAction | undefined = remove &&
    removing && { label: 'action.delete', detail: removing, run: () => remove(entry.id) }

  return (
    <li className={styles.entry} aria-label={entry.title}>
      <div className={styles.entryHead}>
        <h2 className={styles.name}>{entry.title}</h2>
        {entry.isOff && <span className={styles.badge}>{text('integrations.disabled')}</span>}
      </div>
      {entry.detail && <p>{entry.detail}</p>}
      {entry.facts.map((fact) => (
        <CopyLine key={fact.label} label={text(fact.label)} value={fact.value} />
      ))}
      <Quiet>{text('integrations.by', { name: creator })}</Quiet>
      <ProblemLine>
        {quick.isError ? reasonOf(quick.error) || text('problem.unreachable') : ''}
      </ProblemLine>
      <div className={styles.actions}>
        <Link
          className={styles.action}
          to={{
            page: 'integrations',
            team: team.name,
            path: `${kind.path}/edit/${entry.id}`,
          }}
          aria-label={text('action.edit-name', { name: entry.title })}
        >
          <Pencil size={16} aria-hidden />
          {text('action.edit')}
        </Link>
        {kind.path === 'bots' && (
          <Button look="quiet" onClick={() => setHasTokens(true)}>
            <KeyRound size={16} aria-hidden />
            {text('bots.tokens')}
          </Button>
        )}
        {entry.actions.map((action) => (
          <Button
            key={action.label}
            look="quiet"
            isBusy={quick.isPending}
            onClick={() => (action.detail ? setAsked(action) : quick.mutate(action))}
          >
            {text(action.label)}
          </Button>
        ))}
        {removal && (
          <Button
            look="quiet"
            aria-label={text('action.delete-name', { name: entry.title })}
            onClick={() => setAsked(removal)}
          >
            <Trash2 size={16} aria-hidden />
            {text('action.delete')}
          </Button>
        )}
      </div>
      {asked?.detail && (
        <ConfirmDialog
          title={`${text(asked.label)}: ${entry.title}`}
          detail={text(asked.detail)}
          action={text(asked.label)}
          run={async () => {
            await asked.run()
            await refresh()
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
      {hasTokens && (
        <TokensDialog botId={entry.id} name={entry.title} onClose={() => setHasTokens(false)} />
      )}
    </li>
  )
}
