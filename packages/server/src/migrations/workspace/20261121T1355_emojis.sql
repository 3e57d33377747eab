-- phase: expand. Custom emoji; their pictures lie in the blob store.
create table emojis (
  id text constraint emojis_pkey primary key,
  creator_id text not null,
  name text not null,
  create_at bigint not null,
  update_at bigint not null,
  delete_at bigint not null default 0,
  image_type text not null constraint emojis_image_type_check check (image_type in ('png', 'gif'))
);
-- for: domains/emoji/store.ts insertEmoji (a name is taken once), findEmojisByNames, searchEmojis
create unique index emojis_name_key on emojis (name text_pattern_ops) where delete_at = 0;
