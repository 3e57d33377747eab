-- phase: expand. Other programs that people let act for them (RFC 6749).
create table oauth_apps (
  id text constraint oauth_apps_pkey primary key,
  creator_id text not null,
  create_at bigint not null,
  update_at bigint not null,
  -- Keyed hash; null for a public client, which can keep no secret.
  secret_hash bytea,
  name text not null,
  description text not null,
  icon_url text not null,
  callback_urls text[] not null,
  homepage text not null,
  is_trusted boolean not null,
  is_dynamically_registered boolean not null
);
-- for: domains/oauth/store.ts findApps (of one creator)
create index oauth_apps_creator_id_idx on oauth_apps (creator_id, id);

-- What a person has agreed to.
create table oauth_grants (
  user_id text not null,
  app_id text not null constraint oauth_grants_app_id_fkey references oauth_apps (id) on delete cascade,
  scope text not null,
  create_at bigint not null,
  constraint oauth_grants_pkey primary key (user_id, app_id)
);
-- for: the deletion of an app
create index oauth_grants_app_id_idx on oauth_grants (app_id);

create table oauth_codes (
  code_hash bytea constraint oauth_codes_pkey primary key,
  app_id text not null constraint oauth_codes_app_id_fkey references oauth_apps (id) on delete cascade,
  user_id text not null,
  redirect_uri text not null,
  scope text not null,
  resource text not null,
  -- S256; '' without PKCE.
  code_challenge text not null,
  expires_at bigint not null
);
-- for: domains/oauth/token-store.ts deleteCodes, and the deletion of an app
create index oauth_codes_app_id_idx on oauth_codes (app_id, user_id);
-- for: domains/oauth/token-store.ts insertCode (drops those that are over)
create index oauth_codes_expires_at_idx on oauth_codes (expires_at);

-- One row for each chain of tokens that began with a code.
create table oauth_tokens (
  id text constraint oauth_tokens_pkey primary key,
  app_id text not null constraint oauth_tokens_app_id_fkey references oauth_apps (id) on delete cascade,
  user_id text not null,
  -- The code it began with: used again, the chain ends.
  code_hash bytea not null constraint oauth_tokens_code_hash_key unique,
  -- Also the session's.
  access_hash bytea not null,
  refresh_hash bytea constraint oauth_tokens_refresh_hash_key unique,
  -- The refresh token before the current one: used again, the chain ends.
  spent_refresh_hash bytea constraint oauth_tokens_spent_refresh_hash_key unique,
  scope text not null,
  create_at bigint not null
);
-- for: domains/oauth/token-store.ts deleteChains, and the deletion of an app
create index oauth_tokens_app_id_idx on oauth_tokens (app_id, user_id);
