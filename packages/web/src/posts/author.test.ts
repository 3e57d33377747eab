import { describe, expect, test } from 'vitest'
import { makePost } from '#web/entities/testing.ts'
import { disguiseOf } from './author.ts'

const props = {
  from_webhook: 'true',
  override_username: 'Harbour Light',
  override_icon_url: 'https://example.org/light.png',
  override_icon_emoji: ':bulb:',
}
const post = makePost({ id: 'p', props })
const allowed = { EnablePostUsernameOverride: 'true', EnablePostIconOverride: 'true' }

describe('programs', () => {
  test('speak under names of their own where the server allows that', () => {
    expect(disguiseOf(post, allowed as never)).toEqual({
      isProgram: true,
      name: 'Harbour Light',
      iconUrl: 'https://example.org/light.png',
      iconEmoji: 'bulb',
    })
    expect(disguiseOf(post, {})).toEqual({
      isProgram: true,
      name: '',
      iconUrl: '',
      iconEmoji: '',
    })
  })

  test('and nobody else does', () => {
    const { from_webhook: _, ...others } = props
    const person = makePost({ id: 'p', props: others })
    expect(disguiseOf(person, allowed as never)).toMatchObject({ isProgram: false, name: '' })
  })

  test('are shown with the picture of their account if they like', () => {
    const plain = makePost({ id: 'p', props: { ...props, use_user_icon: 'true' } })
    expect(disguiseOf(plain, allowed as never)).toMatchObject({ iconUrl: '', iconEmoji: '' })
  })
})
