import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { CopyLine, Form, Quiet, Row, Rows, RowText } from '#web/manage/parts.tsx'
import { useManageText } from '#web/manage/texts/manage-text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog, DialogActions } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import styles from './Integrations.module.css'

type TokensDialogProps = { botId: string; name: string; onClose: () => void }

/** The keys by which a bot comes in. A new one is shown this once. */
export function TokensDialog({ botId, name, onClose }: TokensDialogProps) {
  const text = useManageText()
  const [description, setDescription] = useState('')
  const tokens = useQuery({
    queryKey: ['tokens', botId],
    queryFn: () => client.getUserAccessTokensForUser(botId, 0, 100),
    retry: false,
    staleTime: 0,
  })
  const create = useMutation({
    mutationFn: () => client.createUserAccessToken(botId, description.trim()),
    onSuccess: () => {
      setDescription('')
      void tokens.refetch()
    },
  })
  const revoke = useMutation({
    mutationFn: (id: string) => client.revokeUserAccessToken(id),
    onSuccess: () => void tokens.refetch(),
  })
  const failure = [tokens.error, create.error, revoke.error].find((error) => error !== null)

  return (
    <Dialog title={text('bots.tokens-of', { name })} onClose={onClose}>
      {tokens.isPending && <Skeleton lines={2} />}
      {tokens.data?.length === 0 && <Quiet>{text('bots.no-tokens')}</Quiet>}
      <Rows label={text('bots.tokens')}>
        {tokens.data?.map((token) => (
          <Row key={token.id}>
            <RowText>{token.description}</RowText>
            <Button
              look="quiet"
              aria-label={text('bots.revoke-name', { name: token.description })}
              isBusy={revoke.isPending}
              onClick={() => revoke.mutate(token.id)}
            >
              {text('bots.revoke')}
            </Button>
          </Row>
        ))}
      </Rows>
      {create.data?.token && (
        <div className={styles.card} role="status">
          <p>{text('bots.token-once')}</p>
          <CopyLine label={text('fact.token')} value={create.data.token} />
        </div>
      )}
      <Form onSubmit={() => create.mutate()}>
        <Field
          label={text('bots.token-name')}
          hint={text('bots.token-hint')}
          value={description}
          onChange={setDescription}
          maxLength={255}
          autoComplete="off"
          required
        />
        <ProblemLine>{failure ? reasonOf(failure) || text('problem.unreachable') : ''}</ProblemLine>
        <DialogActions>
          <Button onClick={onClose}>{text('dialog.close')}</Button>
          <Button type="submit" look="primary" isBusy={create.isPending}>
            {text('bots.token-add')}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
