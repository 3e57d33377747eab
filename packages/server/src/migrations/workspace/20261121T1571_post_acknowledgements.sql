-- phase: expand. Who has said that they have read a post.
create table if not exists post_acknowledgements (
  post_id text not null,
  user_id text not null,
  channel_id text not null,
  acknowledged_at bigint not null,
  -- Also serves domains/acknowledgements/store.ts findAcknowledgements.
  constraint post_acknowledgements_pkey primary key (post_id, user_id)
);
