-- phase: expand. Programs that take part as users; what else they are stands in `users`.
create table bots (
  user_id text constraint bots_pkey primary key,
  -- '' for the workspace's own.
  owner_id text not null,
  -- The one through which the workspace itself speaks.
  is_system boolean not null default false,
  create_at bigint not null,
  update_at bigint not null,
  delete_at bigint not null default 0
);
-- for: domains/bots/store.ts findBots (of one owner), findBotIdsByOwner
create index bots_owner_id_idx on bots (owner_id);
-- for: domains/bots/store.ts findSystemBotId
create unique index bots_is_system_idx on bots (is_system) where is_system;
