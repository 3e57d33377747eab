-- phase: expand. Slash commands of teams, and where their programs may answer later.
create table commands (
  id text constraint commands_pkey primary key,
  token text not null,
  create_at bigint not null,
  update_at bigint not null,
  delete_at bigint not null default 0,
  creator_id text not null,
  team_id text not null,
  trigger text not null,
  method text not null constraint commands_method_check check (method in ('P', 'G')),
  username text not null default '',
  icon_url text not null default '',
  auto_complete boolean not null default false,
  auto_complete_desc text not null default '',
  auto_complete_hint text not null default '',
  display_name text not null default '',
  description text not null default '',
  url text not null
);
-- for: domains/commands/store.ts findCommandByTrigger, findCommandsOfTeam
create unique index commands_team_id_trigger_key on commands (team_id, trigger) where delete_at = 0;

create table command_webhooks (
  id text constraint command_webhooks_pkey primary key,
  create_at bigint not null,
  command_id text not null,
  user_id text not null,
  channel_id text not null,
  root_id text not null default '',
  use_count integer not null default 0
);
-- for: domains/commands/store.ts deleteOldCommandWebhooks
create index command_webhooks_create_at_idx on command_webhooks (create_at);
