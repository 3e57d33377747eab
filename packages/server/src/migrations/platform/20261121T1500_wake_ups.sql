-- phase: expand. When a workspace must be open: at once after a crash, else at its next due task.
alter table workspaces add column wake_at bigint;
-- registry.ts wakeDue
create index workspaces_wake_at_idx on workspaces (wake_at) where wake_at is not null;
