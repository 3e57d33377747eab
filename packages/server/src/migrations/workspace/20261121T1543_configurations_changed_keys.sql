-- phase: expand. Which keys a version of the configuration changed. lock: brief, no rewrite.
alter table configurations add column if not exists changed_keys text[] not null default '{}';
-- for: domains/config/store.ts findConfigHistory
create index if not exists configurations_create_at_id_idx on configurations (create_at desc, id desc);
