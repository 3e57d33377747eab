import { type Static, Type } from 'typebox'
import { Id, Millis } from './base.ts'
import { FileInfo } from './files.ts'
import { PostList } from './posts.ts'

const Flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]))
const Count = Type.Optional(Type.Union([Type.Integer(), Type.Null()]))

/** What somebody looks for. `time_zone_offset` is in seconds, east of UTC positive. */
export const Search = Type.Object({
  terms: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  is_or_search: Flag,
  time_zone_offset: Count,
  page: Count,
  per_page: Count,
  include_deleted_channels: Flag,
})
export type Search = Static<typeof Search>

/** Found posts, newest first. `matches` is null: the database doesn't tell which words it found. */
export const FoundPosts = Type.Object({ ...PostList.properties, matches: Type.Null() })
export type FoundPosts = Static<typeof FoundPosts>

/** Found files, newest first. */
export const FoundFiles = Type.Object({
  order: Type.Array(Id),
  file_infos: Type.Record(Type.String(), FileInfo),
  next_file_info_id: Type.String(),
  prev_file_info_id: Type.String(),
  first_inaccessible_file_time: Millis,
  matches: Type.Null(),
})
export type FoundFiles = Static<typeof FoundFiles>
