-- phase: expand.
-- for: domains/posts/list-store.ts findLastUpdate
create index if not exists burn_contents_channel_id_idx on burn_contents (channel_id);
