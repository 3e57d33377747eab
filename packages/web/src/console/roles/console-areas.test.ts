import { expect, test } from 'vitest'
import { consoleAreas, reachOf, titleOfArea, withReach } from './console-areas.ts'

test('what comes along with a permission of the console comes and goes with it', () => {
  const none = new Set<string>()
  const reading = withReach(none, 'reporting_server_logs', 'read')
  expect([...reading].sort()).toEqual(['get_logs', 'sysconsole_read_reporting_server_logs'])
  expect(reachOf(reading, 'reporting_server_logs')).toBe('read')
  expect([...withReach(reading, 'reporting_server_logs', 'none')]).toEqual([])
})

test('what two areas bring stays as long as one of them does', () => {
  const both = withReach(
    withReach(new Set(), 'reporting_site_statistics', 'read'),
    'reporting_team_statistics',
    'read',
  )
  expect(withReach(both, 'reporting_team_statistics', 'none')).toContain('get_analytics')
})

test('who may edit an area may see it', () => {
  const writing = withReach(new Set(), 'site_posts', 'write')
  expect(writing).toContain('sysconsole_read_site_posts')
  expect(reachOf(withReach(writing, 'site_posts', 'read'), 'site_posts')).toBe('read')
})

test('every area has a name of its own', () => {
  const titles = consoleAreas.map(titleOfArea)
  expect(titles).not.toContain('area.other')
  expect(new Set(titles).size).toBe(consoleAreas.length)
})
