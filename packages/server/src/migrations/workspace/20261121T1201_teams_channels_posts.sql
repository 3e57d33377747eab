-- phase: expand. Where people talk, and what they said.
create table teams (
  id text constraint teams_pkey primary key,
  create_at bigint not null,
  update_at bigint not null,
  delete_at bigint not null default 0,
  display_name text not null,
  name text not null constraint teams_name_key unique,
  description text not null default '',
  email text not null default '',
  type text not null constraint teams_type_check check (type in ('O', 'I')),
  company_name text not null default '',
  allowed_domains text not null default '',
  invite_id text not null constraint teams_invite_id_key unique,
  allow_open_invite boolean not null default false,
  last_team_icon_update bigint not null default 0,
  scheme_id text,
  group_constrained boolean
);

create table team_members (
  team_id text not null constraint team_members_team_id_fkey references teams (id) on delete cascade,
  user_id text not null,
  -- Explicit roles only; those of the flags come from the scheme.
  roles text not null default '',
  delete_at bigint not null default 0,
  scheme_guest boolean not null default false,
  scheme_user boolean not null default false,
  scheme_admin boolean not null default false,
  create_at bigint not null,
  constraint team_members_pkey primary key (team_id, user_id)
);
-- for: domains/teams/store.ts findTeamsByUser
create index team_members_user_id_idx on team_members (user_id);

create table channels (
  id text constraint channels_pkey primary key,
  create_at bigint not null,
  update_at bigint not null,
  delete_at bigint not null default 0,
  -- '' for direct and group channels.
  team_id text not null,
  type text not null constraint channels_type_check check (type in ('O', 'P', 'D', 'G')),
  display_name text not null,
  name text not null,
  header text not null default '',
  purpose text not null default '',
  last_post_at bigint not null default 0,
  last_root_post_at bigint not null default 0,
  total_msg_count bigint not null default 0,
  total_msg_count_root bigint not null default 0,
  creator_id text not null default '',
  scheme_id text,
  group_constrained boolean,
  constraint channels_team_id_name_key unique (team_id, name)
) with (fillfactor = 80); -- counters change with every post: leave room for in-page updates

create table channel_members (
  channel_id text not null constraint channel_members_channel_id_fkey references channels (id) on delete cascade,
  user_id text not null,
  roles text not null default '',
  last_viewed_at bigint not null default 0,
  msg_count bigint not null default 0,
  msg_count_root bigint not null default 0,
  mention_count bigint not null default 0,
  mention_count_root bigint not null default 0,
  urgent_mention_count bigint not null default 0,
  notify_props jsonb not null,
  last_update_at bigint not null default 0,
  scheme_guest boolean not null default false,
  scheme_user boolean not null default false,
  scheme_admin boolean not null default false,
  constraint channel_members_pkey primary key (channel_id, user_id)
) with (fillfactor = 80);
-- for: domains/channels/store.ts findMembershipsByUser
create index channel_members_user_id_idx on channel_members (user_id, channel_id);

create table posts (
  id text constraint posts_pkey primary key,
  create_at bigint not null,
  update_at bigint not null,
  edit_at bigint not null default 0,
  delete_at bigint not null default 0,
  is_pinned boolean not null default false,
  user_id text not null,
  channel_id text not null,
  root_id text not null default '',
  original_id text not null default '',
  message text not null,
  type text not null default '',
  props jsonb not null default '{}',
  hashtags text not null default '',
  file_ids text[] not null default '{}',
  has_reactions boolean not null default false,
  pending_post_id text not null default '',
  -- Live replies of a root post.
  reply_count integer not null default 0,
  last_reply_at bigint not null default 0
);
-- for: domains/posts/store.ts pages of a channel; create_at is unique within a channel
create index posts_channel_id_create_at_idx on posts (channel_id, create_at) where delete_at = 0;
-- for: domains/posts/store.ts findPostsSince
create index posts_channel_id_update_at_idx on posts (channel_id, update_at);
-- for: domains/posts/store.ts findThread
create index posts_root_id_create_at_idx on posts (root_id, create_at) where root_id <> '';
-- for: domains/posts/store.ts findPinned
create index posts_channel_id_is_pinned_idx on posts (channel_id) where is_pinned and delete_at = 0;
-- for: domains/posts/store.ts findEditHistory
create index posts_original_id_idx on posts (original_id) where original_id <> '';
-- A resent message is the same message, also after a restart.
create unique index posts_user_id_pending_post_id_key on posts (user_id, pending_post_id) where pending_post_id <> '';
