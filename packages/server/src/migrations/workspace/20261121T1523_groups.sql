-- phase: expand. Groups of people that can be mentioned, and linked to teams and channels.
create table user_groups (
  id text constraint user_groups_pkey primary key,
  -- Null where the group can't be mentioned.
  name text constraint user_groups_name_key unique,
  display_name text not null,
  description text not null default '',
  source text not null,
  remote_id text,
  create_at bigint not null,
  update_at bigint not null,
  delete_at bigint not null default 0,
  allow_reference boolean not null default false,
  constraint user_groups_source_remote_id_key unique (source, remote_id)
);

create table user_group_members (
  group_id text not null constraint user_group_members_group_id_fkey references user_groups (id) on delete cascade,
  user_id text not null constraint user_group_members_user_id_fkey references users (id) on delete cascade,
  create_at bigint not null,
  delete_at bigint not null default 0,
  constraint user_group_members_pkey primary key (group_id, user_id)
);
-- for: domains/groups/store.ts findGroups (groups of a user)
create index user_group_members_user_id_idx on user_group_members (user_id) where delete_at = 0;

create table group_teams (
  group_id text not null constraint group_teams_group_id_fkey references user_groups (id) on delete cascade,
  team_id text not null constraint group_teams_team_id_fkey references teams (id) on delete cascade,
  auto_add boolean not null,
  scheme_admin boolean not null,
  create_at bigint not null,
  update_at bigint not null,
  delete_at bigint not null default 0,
  constraint group_teams_pkey primary key (group_id, team_id)
);
-- for: domains/groups/store.ts findGroups (groups of a team)
create index group_teams_team_id_idx on group_teams (team_id) where delete_at = 0;

create table group_channels (
  group_id text not null constraint group_channels_group_id_fkey references user_groups (id) on delete cascade,
  channel_id text not null constraint group_channels_channel_id_fkey references channels (id) on delete cascade,
  auto_add boolean not null,
  scheme_admin boolean not null,
  create_at bigint not null,
  update_at bigint not null,
  delete_at bigint not null default 0,
  constraint group_channels_pkey primary key (group_id, channel_id)
);
-- for: domains/groups/store.ts findGroups (groups of a channel)
create index group_channels_channel_id_idx on group_channels (channel_id) where delete_at = 0;
