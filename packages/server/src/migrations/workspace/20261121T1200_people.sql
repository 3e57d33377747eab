-- phase: expand. Who there is and how they are known.
create table systems (
  name text constraint systems_pkey primary key,
  value text not null
);

create table configurations (
  id text constraint configurations_pkey primary key,
  -- Only keys that differ from the default, as {"Section.Key": value}.
  value jsonb not null,
  create_at bigint not null,
  user_id text not null default '',
  is_active boolean not null
);
-- for: domains/config/store.ts findActiveConfig
create unique index configurations_is_active_idx on configurations (is_active) where is_active;

create table roles (
  id text constraint roles_pkey primary key,
  name text not null constraint roles_name_key unique,
  display_name text not null default '',
  description text not null default '',
  create_at bigint not null,
  update_at bigint not null,
  delete_at bigint not null default 0,
  permissions text[] not null,
  scheme_managed boolean not null default false,
  built_in boolean not null default false
);

create table users (
  id text constraint users_pkey primary key,
  create_at bigint not null,
  update_at bigint not null,
  delete_at bigint not null default 0,
  username text not null constraint users_username_key unique,
  -- argon2id in PHC form; '' where the account has no password.
  password text not null default '',
  auth_data text,
  auth_service text not null default '',
  email text not null constraint users_email_key unique,
  email_verified boolean not null default false,
  nickname text not null default '',
  first_name text not null default '',
  last_name text not null default '',
  position text not null default '',
  roles text not null,
  props jsonb not null default '{}',
  notify_props jsonb not null,
  last_password_update bigint not null default 0,
  last_picture_update bigint not null default 0,
  failed_attempts integer not null default 0,
  locale text not null default 'en',
  timezone jsonb not null,
  mfa_active boolean not null default false,
  mfa_secret text not null default '',
  remote_id text not null default '',
  is_bot boolean not null default false,
  bot_description text not null default '',
  last_activity_at bigint not null default 0
);

create table sessions (
  id text constraint sessions_pkey primary key,
  -- Keyed hash of the token; the token itself is never stored.
  token_hash bytea not null constraint sessions_token_hash_key unique,
  user_id text not null constraint sessions_user_id_fkey references users (id) on delete cascade,
  create_at bigint not null,
  expires_at bigint not null,
  last_activity_at bigint not null,
  device_id text not null default '',
  is_oauth boolean not null default false,
  expired_notify boolean not null default false,
  props jsonb not null default '{}'
);
-- for: domains/sessions/store.ts findSessionsByUser
create index sessions_user_id_idx on sessions (user_id, last_activity_at);

create table preferences (
  user_id text not null constraint preferences_user_id_fkey references users (id) on delete cascade,
  category text not null,
  name text not null,
  value text not null,
  constraint preferences_pkey primary key (user_id, category, name)
);
-- for: domains/preferences/store.ts deletePreferencesNamed (a deleted post's saved flags)
create index preferences_category_name_idx on preferences (category, name);
