-- phase: expand. What is to be posted later.
create table if not exists scheduled_posts (
  id text constraint scheduled_posts_pkey primary key,
  user_id text not null,
  channel_id text not null,
  root_id text not null default '',
  create_at bigint not null,
  update_at bigint not null,
  message text not null,
  type text not null default '',
  props jsonb not null default '{}',
  file_ids text[] not null default '{}',
  -- Empty where none was chosen.
  priority jsonb not null default '{}',
  scheduled_at bigint not null,
  -- When it could not be sent; 0 while it waits.
  processed_at bigint not null default 0,
  error_code text not null default ''
);
-- for: domains/scheduled-posts/store.ts findScheduledPosts
create index if not exists scheduled_posts_user_id_idx on scheduled_posts (user_id, scheduled_at);
