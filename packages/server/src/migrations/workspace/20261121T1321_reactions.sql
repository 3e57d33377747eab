-- phase: expand. Emoji on posts.
create table reactions (
  post_id text not null,
  user_id text not null,
  emoji_name text not null,
  create_at bigint not null,
  update_at bigint not null,
  delete_at bigint not null default 0,
  remote_id text not null default '',
  channel_id text not null,
  -- Also serves domains/reactions/store.ts findReactionsByPosts.
  constraint reactions_pkey primary key (post_id, user_id, emoji_name)
);
