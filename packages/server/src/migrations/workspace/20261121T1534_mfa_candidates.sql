-- phase: expand. Secrets of second factors that nobody has proved to have yet.
create table mfa_candidates (
  user_id text constraint mfa_candidates_pkey primary key,
  -- Sealed with a key of the workspace.
  secret bytea not null
);
