import type { CustomEmoji } from '@mattermost/types/emojis'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { client } from '#web/api/client.ts'
import { useEntities } from '#web/entities/store.ts'
import { PageHead, RowText } from '#web/manage/parts.tsx'
import { useManageText } from '#web/manage/texts/manage-text.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { selectMay } from '#web/teams/my-teams.ts'
import { Button, IconButton } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { DialogForm } from '#web/ui/DialogForm.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Problem } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { useMyId, useUserName } from '#web/users/use-user.ts'
import { FileField } from './FileField.tsx'
import styles from './Integrations.module.css'

const PER_PAGE = 60

/** The emoji that people here have added. */
export function EmojiPage() {
  const text = useManageText()
  const isOffered = useEntities((now) => now.config.EnableCustomEmoji !== 'false')
  const [term, setTerm] = useState('')
  const settled = useDeferredValue(term.trim().toLowerCase())
  const [isAdding, setIsAdding] = useState(false)
  const pages = useInfiniteQuery({
    queryKey: ['custom-emoji', 'all'],
    queryFn: ({ pageParam }) => client.getCustomEmojis(pageParam, PER_PAGE, 'name'),
    initialPageParam: 0,
    getNextPageParam: (last, all) => (last.length === PER_PAGE ? all.length : undefined),
    retry: false,
    staleTime: 0,
  })
  const found = useQuery({
    queryKey: ['custom-emoji', 'like', settled],
    queryFn: () => client.searchCustomEmoji(settled),
    enabled: settled !== '',
    placeholderData: (before) => before,
  })
  const shown = settled === '' ? (pages.data?.pages.flat() ?? []) : (found.data ?? [])
  const isNothing = !pages.isPending && !found.isFetching && shown.length === 0

  return (
    <>
      <PageHead title={text('emoji.title')} lead={text('emoji.lead')}>
        {isOffered && (
          <Button look="primary" onClick={() => setIsAdding(true)}>
            <Plus size={18} aria-hidden />
            {text('emoji.add')}
          </Button>
        )}
      </PageHead>
      {!isOffered && <p className={styles.none}>{text('integrations.off')}</p>}
      <Field
        label={text('emoji.search')}
        type="search"
        value={term}
        onChange={setTerm}
        autoComplete="off"
      />
      {pages.isPending && <Skeleton lines={4} />}
      {pages.isError && (
        <Problem title={text('problem.load')} onRetry={() => void pages.refetch()} />
      )}
      {isNothing && (
        <p className={styles.none}>{text(settled === '' ? 'emoji.none-yet' : 'emoji.none')}</p>
      )}
      <ul className={styles.tiles} aria-label={text('emoji.title')}>
        {shown.map((emoji) => (
          <EmojiTile key={emoji.id} emoji={emoji} />
        ))}
      </ul>
      {settled === '' && pages.hasNextPage && (
        <Button isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {text('more')}
        </Button>
      )}
      {isAdding && <AddEmojiDialog onClose={() => setIsAdding(false)} />}
    </>
  )
}

function EmojiTile({ emoji }: { emoji: CustomEmoji }) {
  const text = useManageText()
  const team = useCurrentTeam()
  const myId = useMyId()
  const queries = useQueryClient()
  const creator = useUserName(emoji.creator_id)
  const [isAsked, setIsAsked] = useState(false)
  const mayOwn = useEntities(selectMay('delete_emojis', team.id))
  const mayOthers = useEntities(selectMay('delete_others_emojis', team.id))
  const mayDelete = emoji.creator_id === myId ? mayOwn : mayOthers
  return (
    <li className={styles.tile}>
      <img
        className={styles.picture}
        src={client.getCustomEmojiImageUrl(emoji.id)}
        alt=""
        width={40}
        height={40}
        loading="lazy"
      />
      <RowText note={text('integrations.by', { name: creator })}>
        <strong className={styles.code}>:{emoji.name}:</strong>
      </RowText>
      {mayDelete && (
        <IconButton
          label={text('action.delete-name', { name: `:${emoji.name}:` })}
          onClick={() => setIsAsked(true)}
        >
          <Trash2 size={16} aria-hidden />
        </IconButton>
      )}
      {isAsked && (
        <ConfirmDialog
          title={text('emoji.delete', { name: emoji.name })}
          detail={text('emoji.deleting')}
          action={text('action.delete')}
          run={async () => {
            await client.deleteCustomEmoji(emoji.id)
            await queries.invalidateQueries({ queryKey: ['custom-emoji'] })
          }}
          onClose={() => setIsAsked(false)}
        />
      )}
    </li>
  )
}

function AddEmojiDialog({ onClose }: { onClose: () => void }) {
  const text = useManageText()
  const myId = useMyId()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [file, setFile] = useState<File>()
  const create = useMutation({
    mutationFn: (image: File) => client.createCustomEmoji({ name, creator_id: myId }, image),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['custom-emoji'] })
      onClose()
    },
  })

  return (
    <Dialog title={text('emoji.add')} onClose={onClose}>
      <DialogForm
        submit={text('emoji.submit')}
        isReady={file !== undefined && name !== ''}
        request={create}
        onSubmit={() => file && create.mutate(file)}
        onClose={onClose}
      >
        <Field
          label={text('emoji.name')}
          hint={text('emoji.name-hint')}
          value={name}
          onChange={(value) => setName(value.toLowerCase().replace(/[^a-z0-9+_-]/g, ''))}
          maxLength={64}
          autoComplete="off"
          autoFocus
          required
        />
        <FileField
          label={text('emoji.picture')}
          hint={text('emoji.picture-hint')}
          accept="image/png,image/jpeg,image/gif"
          file={file}
          onChange={setFile}
        />
      </DialogForm>
    </Dialog>
  )
}
