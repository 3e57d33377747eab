-- phase: expand. Work that administrators start, watch and cancel.
create table jobs (
  id text constraint jobs_pkey primary key,
  type text not null,
  priority bigint not null default 0,
  create_at bigint not null,
  start_at bigint not null default 0,
  last_activity_at bigint not null default 0,
  status text not null,
  progress bigint not null default 0,
  -- Strings, as clients read them.
  data jsonb not null default '{}'
);
-- for: domains/jobs/store.ts findJobs, newest first
create index jobs_create_at_id_idx on jobs (create_at desc, id desc);
-- for: domains/jobs/store.ts findJobs of some types
create index jobs_type_create_at_idx on jobs (type, create_at desc, id desc);
