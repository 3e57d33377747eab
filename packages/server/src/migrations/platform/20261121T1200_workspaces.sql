-- phase: expand. The registry of tenants; the only place that knows them all.
create table workspaces (
  id text constraint workspaces_pkey primary key,
  name text not null constraint workspaces_name_key unique,
  -- The database and its role bear the same opaque name: shared catalogs are readable by every role.
  database_name text not null constraint workspaces_database_name_key unique,
  state text not null default 'active' constraint workspaces_state_check check (state in ('creating', 'active')),
  create_at bigint not null
);

-- Host names in lower case; '*' answers for every host that nobody else claims.
create table workspace_hosts (
  host text constraint workspace_hosts_pkey primary key,
  workspace_id text not null constraint workspace_hosts_workspace_id_fkey references workspaces (id) on delete cascade
);
