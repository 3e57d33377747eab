-- phase: expand. Links and files that stand above a channel.
create table channel_bookmarks (
  id text constraint channel_bookmarks_pkey primary key,
  channel_id text not null constraint channel_bookmarks_channel_id_fkey references channels (id) on delete cascade,
  owner_id text not null,
  create_at bigint not null,
  update_at bigint not null,
  delete_at bigint not null default 0,
  type text not null constraint channel_bookmarks_type_check check (type in ('link', 'file')),
  display_name text not null,
  sort_order integer not null,
  file_id text not null default '',
  link_url text not null default '',
  image_url text not null default '',
  emoji text not null default '',
  -- The bookmark that somebody else's change began with.
  original_id text not null default '',
  parent_id text not null default ''
);
-- for: domains/bookmarks/store.ts findBookmarks
create index channel_bookmarks_channel_id_idx on channel_bookmarks (channel_id, update_at);
