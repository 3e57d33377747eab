-- phase: expand. Links that are good for one use: invitations, new passwords, addresses, log-ins.
create table one_time_tokens (
  id text constraint one_time_tokens_pkey primary key,
  -- Keyed hash of the token; the token itself is only ever in the mail.
  token_hash bytea not null constraint one_time_tokens_token_hash_key unique,
  kind text not null,
  -- The account that the token is for; '' for one that is still to be made.
  user_id text not null default '',
  email text not null,
  -- Who sent it, and what it opens.
  extra jsonb not null default '{}',
  create_at bigint not null,
  expires_at bigint not null
);
-- for: domains/one-time-tokens/store.ts deleteTokensOfUser
create index one_time_tokens_user_id_kind_idx on one_time_tokens (user_id, kind);
-- for: domains/one-time-tokens/store.ts deleteTokensOfKinds, deleteExpiredTokens
create index one_time_tokens_kind_expires_at_idx on one_time_tokens (kind, expires_at);
