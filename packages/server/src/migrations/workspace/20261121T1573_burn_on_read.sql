-- phase: expand. What burn-on-read posts say, apart from the posts, and who has revealed it.
create table if not exists burn_contents (
  post_id text constraint burn_contents_pkey primary key,
  user_id text not null,
  channel_id text not null,
  -- Message and file ids, sealed with a key of the workspace.
  sealed bytea not null,
  expire_at bigint not null
);
create table if not exists burn_receipts (
  post_id text not null,
  user_id text not null,
  expire_at bigint not null,
  constraint burn_receipts_pkey primary key (post_id, user_id)
);
