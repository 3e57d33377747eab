-- phase: expand. Posts that are to be told of by mail, several in one.
create table mail_batch_posts (
  user_id text not null constraint mail_batch_posts_user_id_fkey references users (id) on delete cascade,
  post_id text not null constraint mail_batch_posts_post_id_fkey references posts (id) on delete cascade,
  -- Of the post: a batch is due some time after its first.
  create_at bigint not null,
  constraint mail_batch_posts_pkey primary key (user_id, post_id)
);
-- for: domains/notifications/batch-store.ts findDueBatches
create index mail_batch_posts_user_id_create_at_idx on mail_batch_posts (user_id, create_at);
-- for: deleting a post, which takes its rows along
create index mail_batch_posts_post_id_idx on mail_batch_posts (post_id);
