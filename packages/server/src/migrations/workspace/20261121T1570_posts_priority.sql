-- phase: expand. lock: brief, no rewrite (constant defaults).
-- What a root asks of its readers; empty where it asks nothing.
alter table posts add column if not exists priority jsonb not null default '{}';
-- Spares lists the look-up where nobody has acknowledged anything.
alter table posts add column if not exists has_acknowledgements boolean not null default false;
