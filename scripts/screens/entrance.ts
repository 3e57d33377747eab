import { guarded, password } from './furnish.ts'
import { press, type Shot } from './shot.ts'

const form = 'form'

/** The pages for coming in. */
export const entrance: Shot[] = [
  { name: 'login', path: '/login', sign: form, as: 'stranger', isMain: true },
  {
    name: 'login-second-factor',
    path: '/login',
    sign: form,
    as: 'stranger',
    prepare: async (page) => {
      await page.getByLabel('Email or username').fill(guarded)
      await page.getByLabel('Password', { exact: true }).fill(password)
      await press(page, 'Log in')
      await page.getByLabel('Code').waitFor()
    },
  },
  { name: 'sign-up', path: '/signup_user_complete/', sign: form, as: 'stranger' },
  { name: 'forgot', path: '/reset_password', sign: form, as: 'stranger' },
  { name: 'reset', path: '/reset_password_complete?token=x', sign: form, as: 'stranger' },
  { name: 'guide', path: '/preparing-workspace', sign: form },
  { name: 'choose-team', path: '/select_team', sign: 'main li' },
  { name: 'create-team', path: '/create_team', sign: form },
  { name: 'nothing-here', path: '/nowhere/at/all/there', sign: 'h1', as: 'stranger' },
]
