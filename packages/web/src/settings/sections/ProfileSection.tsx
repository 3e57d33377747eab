import { useState } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import { saveMe } from '#web/settings/save.ts'
import { useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { Group } from '#web/settings/ui/Controls.tsx'
import { Form, Pair } from '#web/settings/ui/Form.tsx'
import { useForm } from '#web/settings/use-form.ts'
import { useMe } from '#web/settings/use-me.ts'
import { Field } from '#web/ui/Field.tsx'
import { PictureLine } from './PictureLine.tsx'

const NAME_LENGTH = 64
const POSITION_LENGTH = 128
const NAMES = ['first_name', 'last_name', 'nickname', 'position', 'username'] as const

type Names = Record<(typeof NAMES)[number], string>

/** Who one is to the others. */
export function ProfileSection() {
  const text = useSettingsText()
  return (
    <>
      <Group title={text('profile.about')} detail={text('profile.about-hint')}>
        <PictureLine />
        <NamesForm />
      </Group>
      <Group title={text('profile.email')} detail={text('profile.email-hint')}>
        <EmailForm />
      </Group>
    </>
  )
}

function NamesForm() {
  const text = useSettingsText()
  const common = useText()
  const me = useMe()
  const [typed, setTyped] = useState<Partial<Names>>({})
  const changed = Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = typed[name]?.trim()
      return value === undefined || value === me[name] ? [] : [[name, value]]
    }),
  )
  const form = useForm(
    () => saveMe(changed),
    () => setTyped({}),
  )
  const field = (name: keyof Names) => ({
    value: typed[name] ?? me[name],
    maxLength: name === 'position' ? POSITION_LENGTH : NAME_LENGTH,
    onChange: (value: string) => setTyped({ ...typed, [name]: value }),
  })
  const isReady = Object.keys(changed).length > 0 && changed.username !== ''

  return (
    <Form {...form} isReady={isReady}>
      <Pair>
        <Field
          label={text('profile.first-name')}
          autoComplete="given-name"
          {...field('first_name')}
        />
        <Field
          label={text('profile.last-name')}
          autoComplete="family-name"
          {...field('last_name')}
        />
      </Pair>
      <Pair>
        <Field
          label={text('profile.username')}
          hint={common('signup.username-hint')}
          prefix="@"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          {...field('username')}
        />
        <Field
          label={text('profile.nickname')}
          hint={text('profile.nickname-hint')}
          {...field('nickname')}
        />
      </Pair>
      <Field
        label={text('profile.position')}
        hint={text('profile.position-hint')}
        autoComplete="organization-title"
        {...field('position')}
      />
    </Form>
  )
}

function EmailForm() {
  const text = useSettingsText()
  const me = useMe()
  const [email, setEmail] = useState<string>()
  const [password, setPassword] = useState('')
  const isChanged = email !== undefined && email.trim() !== me.email
  const form = useForm(
    () => saveMe({ email: email?.trim() ?? '', password }),
    () => {
      setEmail(undefined)
      setPassword('')
    },
  )
  return (
    <Form {...form} isReady={isChanged && password !== ''}>
      <Field
        label={text('profile.email-address')}
        type="email"
        autoComplete="email"
        value={email ?? me.email}
        onChange={setEmail}
      />
      {isChanged && (
        <Field
          label={text('profile.email-password')}
          hint={text('profile.email-password-hint')}
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
      )}
    </Form>
  )
}
