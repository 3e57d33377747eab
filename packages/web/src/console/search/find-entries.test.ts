import { expect, test } from 'vitest'
import { type Entry, findEntries } from './find-entries.ts'

function entry(key: string, title: string, words = ''): Entry {
  return { key, title, place: 'Posts', words, to: { page: 'console', path: 'x' } }
}

const entries = [
  entry('ServiceSettings.PostEditTimeLimit', 'Time to edit a post', 'seconds after sending'),
  entry('TeamSettings.SiteName', 'Name of the site', 'shown on the login page'),
  entry('FileSettings.MaxFileSize', 'Largest file'),
]

test('settings are found by their title, their key and what they do', () => {
  expect(findEntries(entries, 'edit')[0]?.key).toBe('ServiceSettings.PostEditTimeLimit')
  expect(findEntries(entries, 'sitename')[0]?.key).toBe('TeamSettings.SiteName')
  expect(findEntries(entries, 'login page')[0]?.key).toBe('TeamSettings.SiteName')
  expect(findEntries(entries, 'login edit')).toEqual([])
  expect(findEntries(entries, ' ')).toEqual([])
})

test('what is called so comes before what only mentions it', () => {
  const mentioned = entry('A.B', 'Something else', 'the name of the site')
  expect(findEntries([mentioned, ...entries], 'name').map((one) => one.key)).toEqual([
    'TeamSettings.SiteName',
    'A.B',
  ])
})
