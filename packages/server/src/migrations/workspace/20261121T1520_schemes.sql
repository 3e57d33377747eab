-- phase: expand. Sets of roles that teams and channels can use instead of the built-in ones.
create table schemes (
  id text constraint schemes_pkey primary key,
  name text not null constraint schemes_name_key unique,
  display_name text not null,
  description text not null default '',
  create_at bigint not null,
  update_at bigint not null,
  delete_at bigint not null default 0,
  scope text not null constraint schemes_scope_check check (scope in ('team', 'channel')),
  -- Names of roles; '' where the scope has none.
  default_team_admin_role text not null default '',
  default_team_user_role text not null default '',
  default_team_guest_role text not null default '',
  default_channel_admin_role text not null default '',
  default_channel_user_role text not null default '',
  default_channel_guest_role text not null default '',
  default_playbook_admin_role text not null default '',
  default_playbook_member_role text not null default '',
  default_run_admin_role text not null default '',
  default_run_member_role text not null default ''
);
-- for: domains/teams/store.ts findTeamsByScheme
create index teams_scheme_id_idx on teams (scheme_id) where scheme_id is not null;
-- for: domains/channels/admin-store.ts findChannelsByScheme
create index channels_scheme_id_idx on channels (scheme_id) where scheme_id is not null;
