-- phase: expand. Programs that write into channels, and that hear what is written there.
create table incoming_webhooks (
  id text constraint incoming_webhooks_pkey primary key,
  create_at bigint not null,
  update_at bigint not null,
  delete_at bigint not null default 0,
  last_used bigint not null default 0,
  -- Whose messages it writes.
  user_id text not null,
  channel_id text not null,
  team_id text not null,
  display_name text not null default '',
  description text not null default '',
  username text not null default '',
  icon_url text not null default '',
  channel_locked boolean not null default false
);
-- for: domains/webhooks/store.ts findIncomingHooks
create index incoming_webhooks_team_id_idx on incoming_webhooks (team_id) where delete_at = 0;
-- for: domains/webhooks/store.ts deleteHooksOfChannel
create index incoming_webhooks_channel_id_idx on incoming_webhooks (channel_id) where delete_at = 0;

create table outgoing_webhooks (
  id text constraint outgoing_webhooks_pkey primary key,
  token text not null,
  create_at bigint not null,
  update_at bigint not null,
  delete_at bigint not null default 0,
  creator_id text not null,
  -- '' for every public channel of the team.
  channel_id text not null default '',
  team_id text not null,
  trigger_words text[] not null default '{}',
  trigger_when integer not null default 0,
  callback_urls text[] not null default '{}',
  display_name text not null default '',
  description text not null default '',
  content_type text not null default '',
  username text not null default '',
  icon_url text not null default ''
);
-- for: domains/webhooks/store.ts findOutgoingHooksOfTeam
create index outgoing_webhooks_team_id_idx on outgoing_webhooks (team_id) where delete_at = 0;
-- for: domains/webhooks/store.ts deleteHooksOfChannel
create index outgoing_webhooks_channel_id_idx on outgoing_webhooks (channel_id) where delete_at = 0;
