-- phase: expand. N writes it, N-1 ignores it. lock: brief, no rewrite (constant default).
alter table commands add column if not exists autocomplete_data jsonb not null default '{}';
