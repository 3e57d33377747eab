-- phase: expand. Who did what that matters to the workspace's safety. Rows are only ever added.
create table audits (
  id text constraint audits_pkey primary key,
  create_at bigint not null,
  -- '' where nobody had a session, as at a login that failed.
  user_id text not null default '',
  action text not null,
  extra_info text not null default '',
  ip_address text not null default '',
  session_id text not null default ''
);
-- for: domains/audits/store.ts findAudits
create index audits_create_at_id_idx on audits (create_at desc, id desc);
-- for: domains/audits/store.ts findAudits of one user
create index audits_user_id_create_at_idx on audits (user_id, create_at desc, id desc);
