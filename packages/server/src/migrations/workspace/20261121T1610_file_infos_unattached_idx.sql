-- phase: expand.
-- for: domains/files/store.ts deleteUnattachedFiles
create index if not exists file_infos_create_at_unattached_idx on file_infos (create_at)
  where post_id = '';
