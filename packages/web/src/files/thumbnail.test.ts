import { expect, test } from 'vitest'
import { thumbnailSize } from './thumbnail.ts'

test.each([
  [100, 50, 100, 50],
  [840, 280, 420, 140],
  [100, 2800, 10, 280],
  [40_000, 10, 420, 1],
])('a picture of %i × %i takes %i × %i', (width, height, shownWidth, shownHeight) => {
  expect(thumbnailSize({ width, height })).toEqual({ width: shownWidth, height: shownHeight })
})
