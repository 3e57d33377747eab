import { UserPage } from './UserPage.tsx'
import { UsersPage } from './UsersPage.tsx'

/** The list of users, or the account of the one with the id. */
export function UsersPages({ id }: { id: string }) {
  return id === '' ? <UsersPage /> : <UserPage key={id} id={id} />
}
