-- phase: expand. How people sort the channels in their sidebar, in each team.
create table sidebar_categories (
  id text constraint sidebar_categories_pkey primary key,
  user_id text not null constraint sidebar_categories_user_id_fkey references users (id) on delete cascade,
  team_id text not null constraint sidebar_categories_team_id_fkey references teams (id) on delete cascade,
  sort_order bigint not null,
  sorting text not null default ''
    constraint sidebar_categories_sorting_check check (sorting in ('', 'manual', 'recent', 'alpha')),
  type text not null
    constraint sidebar_categories_type_check check (type in ('favorites', 'channels', 'direct_messages', 'custom')),
  display_name text not null,
  muted boolean not null default false,
  collapsed boolean not null default false
);
-- for: domains/categories/store.ts findCategories
create index sidebar_categories_user_id_team_id_idx on sidebar_categories (user_id, team_id);

-- Where a channel was put; one that is nowhere belongs to the default category of its kind.
create table sidebar_channels (
  user_id text not null,
  team_id text not null,
  channel_id text not null constraint sidebar_channels_channel_id_fkey references channels (id) on delete cascade,
  category_id text not null constraint sidebar_channels_category_id_fkey references sidebar_categories (id) on delete cascade,
  sort_order bigint not null,
  constraint sidebar_channels_pkey primary key (user_id, team_id, channel_id)
);
-- for: domains/categories/store.ts placeChannels, and the cascade of a deleted category
create index sidebar_channels_category_id_idx on sidebar_channels (category_id);
