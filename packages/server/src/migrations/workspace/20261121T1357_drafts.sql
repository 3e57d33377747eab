-- phase: expand. What people have begun to write, the same on all their devices.
create table drafts (
  user_id text not null,
  channel_id text not null,
  -- '' for a draft in the channel itself.
  root_id text not null default '',
  create_at bigint not null,
  update_at bigint not null,
  message text not null,
  type text not null default '',
  props jsonb not null default '{}',
  file_ids text[] not null default '{}',
  -- Empty where none was chosen.
  priority jsonb not null default '{}',
  -- Also serves domains/drafts/store.ts findDraftsByUser.
  constraint drafts_pkey primary key (user_id, channel_id, root_id)
);
