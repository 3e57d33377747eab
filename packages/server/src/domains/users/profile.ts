import type { User } from '@redoubt/wire/users.ts'
import type { UserRow } from './store.ts'

/** How much of a profile a viewer gets. */
export type View = 'self' | 'admin' | { showsEmail: boolean; showsName: boolean }

/** The wire's form of a user: nothing secret, nothing that the viewer may not know. */
export function toUser(row: UserRow, view: View): User {
  const isOpen = view === 'self' || view === 'admin'
  const showsEmail = isOpen || view.showsEmail
  const showsName = isOpen || view.showsName
  return {
    id: row.id,
    create_at: row.create_at,
    update_at: row.update_at,
    delete_at: row.delete_at,
    username: row.username,
    auth_data: isOpen ? (row.auth_data ?? '') : '',
    auth_service: row.auth_service,
    email: showsEmail ? row.email : '',
    nickname: row.nickname,
    first_name: showsName ? row.first_name : '',
    last_name: showsName ? row.last_name : '',
    position: row.position,
    roles: row.roles,
    locale: row.locale,
    timezone: row.timezone,
    disable_welcome_email: false,
    ...(Object.keys(row.props).length > 0 && { props: row.props }),
    ...(row.last_picture_update > 0 && { last_picture_update: row.last_picture_update }),
    ...(row.is_bot && { is_bot: true, bot_description: row.bot_description }),
    ...(row.remote_id && { remote_id: row.remote_id }),
    ...(isOpen && {
      notify_props: row.notify_props,
      ...(row.email_verified && { email_verified: true }),
      ...(row.mfa_active && { mfa_active: true }),
      ...(row.last_password_update > 0 && { last_password_update: row.last_password_update }),
      ...(row.failed_attempts > 0 && { failed_attempts: row.failed_attempts }),
    }),
  }
}
