import { refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect } from 'vitest'
import { toRange } from './ranges.ts'

const usernames = (rows: { username: string }[]) => rows.map(({ username }) => username)

describe('the report on people', () => {
  test('pages both ways by any column, also over equal values', async () => {
    await using server = await openTestServer()
    const ws = await TestWorkspace.open(server.address)
    const people = [ws.admin.username]
    for (let count = 0; count < 5; count++) people.push((await ws.member('same')).username)
    const page = (rest: Record<string, unknown>) =>
      ws.admin.client.getUsersForReporting({ page_size: 2, ...rest } as never)
    for (const sort_column of ['Username', 'Email', 'CreateAt', 'FirstName', 'Nickname']) {
      for (const sort_direction of ['asc', 'desc']) {
        const seen: string[] = []
        const from = { from_id: '', from_column_value: '' }
        for (;;) {
          const rows = await page({ sort_column, sort_direction, ...from })
          if (rows.length === 0) break
          seen.push(...usernames(rows))
          const last = rows.at(-1)
          from.from_id = last?.id ?? ''
          from.from_column_value = columnOf(last, sort_column)
        }
        expect(seen).toHaveLength(6)
        expect(new Set(seen)).toEqual(new Set(people))
      }
    }
    const all = await page({ page_size: 100 })
    const third = all[2]
    const back = { direction: 'prev', from_id: third?.id, from_column_value: third?.username }
    expect(usernames(await page(back))).toEqual(usernames(all).slice(0, 2))
  })

  test('says what they did, and counts whom it filters', async ({ ws }) => {
    const { team, townSquare, alice, bob, eve } = await ws.trio()
    await alice.post(townSquare.id, 'one')
    await alice.post(townSquare.id, 'two')
    const report = async (filter: Record<string, unknown>) =>
      ws.admin.client.getUsersForReporting({ page_size: 100, ...filter } as never)
    const [row] = await report({ search_term: alice.username })
    expect(row).toMatchObject({ id: alice.id, total_posts: 2, days_active: 1 })
    expect(row?.last_login).toBeGreaterThan(0)
    expect(row?.last_post_date).toBeGreaterThan(0)
    expect(row).not.toHaveProperty('password')
    const past = await report({ search_term: alice.username, date_range: 'previous_month' })
    expect(past[0]).toMatchObject({ total_posts: 0 })
    expect(usernames(await report({ team_filter: team.id }))).toEqual(
      [ws.admin, alice, bob].map(({ username }) => username),
    )
    expect(usernames(await report({ has_no_team: true }))).toContain(eve.username)
    const count = (filter: Record<string, unknown>) =>
      ws.admin.client.getUserCountForReporting(filter as never)
    expect(await count({ team_filter: team.id, role_filter: 'system_admin' })).toBe(1)
    await ws.admin.client.updateUserActive(bob.id, false)
    expect(await count({ team_filter: team.id, hide_inactive: true })).toBe(2)
    expect(await count({ team_filter: team.id, hide_active: true })).toBe(1)
    expect(await count({ team_filter: team.id, guest_filter: 'all' })).toBe(0)
    expect(await count({ search_term: unique('nobody') })).toBe(0)
  })

  test('comes as a file from the workspace’s bot, without formulas', async ({ ws }) => {
    const { alice, bob } = await ws.trio()
    await alice.client.patchMe({ nickname: '=cmd()|"x"' } as never)
    expect(await refusal(bob.client.startUsersBatchExport({} as never))).toMatchObject({
      status: 403,
    })
    const bad = ws.admin.client.startUsersBatchExport({ date_range: 'forever' } as never)
    expect(await refusal(bad)).toMatchObject({ status: 400 })
    using hears = await ws.admin.socket()
    const filter = { search_term: alice.username, date_range: 'all_time' }
    await ws.admin.client.startUsersBatchExport(filter as never)
    const frame = await hears.until('posted', ({ data }) => data.channel_type === 'D')
    const post = JSON.parse(String(frame.data.post))
    expect(post.metadata.files[0].name).toMatch(/^users-\d{4}-\d\d-\d\d\.csv$/)
    const file = await ws.admin.request('GET', `/api/v4/files/${post.file_ids[0]}`)
    const [head, row, ...rest] = String(file.body).split('\n')
    expect(head).toContain('id,username,email')
    expect(row).toContain(`${alice.id},${alice.username}`)
    expect(row).toContain(`"'=cmd()|""x"""`)
    expect(rest).toEqual([''])
  })

  test.for([
    ['team_filter=nonsense', 'api.getUsersForReporting.invalid_team_filter'],
    ['hide_active=true&hide_inactive=true', 'api.getUsersForReporting.invalid_active_filter'],
    ['page_size=101', 'api.getUsersForReporting.invalid_page_size'],
    ['sort_column=Password', 'model.user_report_options.is_valid.invalid_sort_column'],
    ['guest_filter=some', 'model.user_report_options.is_valid.invalid_guest_filter'],
    ['date_range=forever', 'model.reporting_base_options.is_valid.bad_date_range'],
  ])('refuses %s', async ([query, id], { ws }) => {
    const answer = await ws.admin.request('GET', `/api/v4/reports/users?${query}`)
    expect(answer).toMatchObject({ status: 400, body: { id } })
  })

  test('is for those who may manage accounts', async ({ ws }) => {
    const { alice } = await ws.trio()
    expect(await refusal(alice.client.getUsersForReporting({} as never))).toMatchObject({
      status: 403,
    })
    expect(await refusal(alice.client.getUserCountForReporting({} as never))).toMatchObject({
      status: 403,
    })
  })
})

test('ranges end where months do, also over the turn of a year', () => {
  const now = Date.UTC(2026, 0, 15, 12)
  expect(toRange('previous_month', now)).toEqual({
    since: Date.UTC(2025, 11, 1),
    until: Date.UTC(2026, 0, 1),
  })
  expect(toRange('last_6_months', now).since).toBe(Date.UTC(2025, 6, 1))
  expect(toRange('last_30_days', now).since).toBe(Date.UTC(2025, 11, 17))
  expect(toRange('all_time', now).since).toBe(0)
})

function columnOf(row: object | undefined, column: string): string {
  const names: Record<string, string> = {
    Username: 'username',
    Email: 'email',
    CreateAt: 'create_at',
    FirstName: 'first_name',
    Nickname: 'nickname',
  }
  return String(new Map(Object.entries(row ?? {})).get(names[column] ?? '') ?? '')
}
