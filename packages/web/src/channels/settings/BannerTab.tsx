import type { ServerChannel } from '@mattermost/types/channels'
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { BannerStrip } from '#web/channels/BannerStrip.tsx'
import { withChannels } from '#web/entities/channels.ts'
import { update } from '#web/entities/store.ts'
import styles from '#web/manage/Manage.module.css'
import { Actions, Done, Form, TextArea, Tick } from '#web/manage/parts.tsx'
import { useManageText } from '#web/manage/texts/manage-text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'

const COLOUR = '#0d6955'

/** A line that stands above all that is written in a channel. */
export function BannerTab({ channel }: { channel: ServerChannel }) {
  const text = useManageText()
  const id = useId()
  const before = channel.banner_info
  const [isOn, setIsOn] = useState(before?.enabled === true)
  const [words, setWords] = useState(before?.text ?? '')
  const [colour, setColour] = useState(before?.background_color || COLOUR)
  const save = useMutation({
    mutationFn: () =>
      client.patchChannel(channel.id, {
        banner_info: { enabled: isOn, text: words.trim(), background_color: colour },
      }),
    onSuccess: (saved) => update(withChannels, [saved]),
  })

  return (
    <Form onSubmit={() => save.mutate()}>
      <Tick label={text('banner.show')} hint={text('banner.hint')} isOn={isOn} onChange={setIsOn} />
      <TextArea
        label={text('banner.text')}
        value={words}
        onChange={setWords}
        maxLength={1024}
        rows={2}
        required={isOn}
      />
      <div className={styles.colour}>
        <input
          id={id}
          type="color"
          value={colour}
          onChange={(event) => setColour(event.target.value)}
        />
        <label htmlFor={id}>{text('banner.colour')}</label>
      </div>
      {words.trim() !== '' && <BannerStrip text={words} colour={colour} />}
      <ProblemLine>
        {save.isError ? reasonOf(save.error) || text('problem.unreachable') : ''}
      </ProblemLine>
      <Actions>
        <Button type="submit" look="primary" isBusy={save.isPending}>
          {text('save')}
        </Button>
        {save.isSuccess && <Done>{text('saved')}</Done>}
      </Actions>
    </Form>
  )
}
