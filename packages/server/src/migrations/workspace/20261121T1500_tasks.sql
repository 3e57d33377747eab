-- phase: expand. Work to be done after a commit or at a time, written in the transaction that wants it.
create table tasks (
  id text constraint tasks_pkey primary key,
  kind text not null,
  -- At most one task of a kind has this key; null for work that is never replaced or withdrawn.
  key text,
  payload jsonb not null,
  -- When it is due, or when whoever works on it is given up; null once every attempt has failed.
  run_at bigint,
  attempts integer not null default 0,
  -- Comes back after each run, and wakes no workspace that sleeps.
  is_recurring boolean not null default false,
  last_error text not null default '',
  create_at bigint not null,
  constraint tasks_kind_key_key unique (kind, key)
);
-- platform/tasks/store.ts claimTasks, findNextDue
create index tasks_run_at_idx on tasks (run_at) where run_at is not null;
