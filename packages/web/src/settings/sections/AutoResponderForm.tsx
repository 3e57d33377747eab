import { useState } from 'react'
import { saveNotify } from '#web/settings/save.ts'
import { useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { SwitchLine } from '#web/settings/ui/Controls.tsx'
import { Form } from '#web/settings/ui/Form.tsx'
import { TextArea } from '#web/settings/ui/TextArea.tsx'
import { useForm } from '#web/settings/use-form.ts'
import { useMe } from '#web/settings/use-me.ts'
import { useSave } from '#web/settings/use-save.ts'

const MAX = 200

/** Answers direct messages while one is out of office. */
export function AutoResponderForm() {
  const text = useSettingsText()
  const props = useMe().notify_props
  const save = useSave()
  const stored = props?.auto_responder_message || text('notify.auto-first')
  const [typed, setTyped] = useState<string>()
  const message = typed ?? stored
  const form = useForm(
    () => saveNotify({ auto_responder_message: message.trim() }),
    () => setTyped(undefined),
  )
  const isActive = props?.auto_responder_active === 'true'
  return (
    <>
      <SwitchLine
        label={text('notify.auto-on')}
        hint={text('notify.auto-on-hint')}
        checked={isActive}
        onChange={(isOn) =>
          save(() =>
            saveNotify({
              auto_responder_active: isOn ? 'true' : 'false',
              auto_responder_message: message.trim(),
            }),
          )
        }
      />
      {isActive && (
        <Form {...form} isReady={message.trim() !== '' && message !== stored}>
          <TextArea
            label={text('notify.auto-message')}
            value={message}
            maxLength={MAX}
            onChange={setTyped}
          />
        </Form>
      )}
    </>
  )
}
