-- phase: expand. N writes it, N-1 ignores it.
-- Whose phones were told of a post, so that its deletion takes it off them.
create table if not exists pushed_posts (
  post_id text constraint pushed_posts_pkey primary key,
  channel_id text not null,
  root_id text not null,
  user_ids text[] not null,
  create_at bigint not null
);
-- for: domains/notifications/pushed-store.ts deleteOldPushedPosts
create index if not exists pushed_posts_create_at_idx on pushed_posts (create_at);
