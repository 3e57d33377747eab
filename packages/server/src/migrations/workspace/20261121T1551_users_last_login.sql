-- phase: expand. N writes it, N-1 ignores it. lock: brief, no rewrite (constant default).
alter table users add column if not exists last_login bigint not null default 0;
