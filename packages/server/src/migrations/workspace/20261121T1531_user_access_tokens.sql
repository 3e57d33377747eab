-- phase: expand. Tokens that people and bots make for programs, and the second factor of people.
create table user_access_tokens (
  id text constraint user_access_tokens_pkey primary key,
  -- Keyed hash of the token; the token itself is never stored.
  token_hash bytea not null constraint user_access_tokens_token_hash_key unique,
  user_id text not null,
  description text not null,
  is_active boolean not null default true,
  create_at bigint not null,
  -- 0 for never.
  expires_at bigint not null default 0
);
-- for: domains/tokens/store.ts findTokensByUser
create index user_access_tokens_user_id_idx on user_access_tokens (user_id, id);

-- Time steps of codes that were accepted: none is accepted twice.
create table mfa_used_steps (
  user_id text not null,
  step bigint not null,
  constraint mfa_used_steps_pkey primary key (user_id, step)
);
