-- phase: expand. N writes them, N-1 ignores them. lock: brief, no rewrite (constant defaults).
-- Empty where a channel never had a banner.
alter table channels add column if not exists banner_info jsonb not null default '{}';
alter table channels add column if not exists autotranslation boolean not null default false;
alter table channels add column if not exists default_category_name text not null default '';
alter table channel_members add column if not exists autotranslation_disabled boolean not null default false;
