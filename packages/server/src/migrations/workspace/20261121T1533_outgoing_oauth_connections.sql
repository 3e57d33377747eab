-- phase: expand. How the server itself gets tokens for addresses that hooks and commands call.
create table outgoing_oauth_connections (
  id text constraint outgoing_oauth_connections_pkey primary key,
  creator_id text not null,
  create_at bigint not null,
  update_at bigint not null,
  name text not null,
  client_id text not null,
  -- Both sealed with a key of the workspace.
  client_secret bytea not null,
  credentials_password bytea not null,
  credentials_username text not null,
  oauth_token_url text not null,
  grant_type text not null,
  audiences text[] not null
);
