-- phase: expand. What somebody wrote and when.
-- for: domains/reports/store.ts findReportNumbers, domains/erasure/store.ts deletePostsOf
create index if not exists posts_user_id_create_at_idx on posts (user_id, create_at);
