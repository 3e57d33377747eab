-- phase: expand. N writes it, N-1 ignores it. lock: brief, no rewrite (constant default).
-- Whom a post mentioned when it was written: what a channel that is marked unread counts again.
alter table posts add column if not exists mentioned_ids text[] not null default '{}';
