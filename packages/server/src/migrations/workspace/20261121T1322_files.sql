-- phase: expand. Uploaded files; their content lies in the blob store.
create table file_infos (
  id text constraint file_infos_pkey primary key,
  user_id text not null,
  channel_id text not null,
  -- '' until a post attaches the file.
  post_id text not null default '',
  create_at bigint not null,
  update_at bigint not null,
  delete_at bigint not null default 0,
  name text not null,
  extension text not null,
  size bigint not null,
  mime_type text not null,
  width integer not null default 0,
  height integer not null default 0,
  mini_preview bytea,
  -- 'jpeg' or 'png'; '' where there are neither preview nor thumbnail.
  preview_type text not null default ''
);
-- for: domains/files/store.ts deleteFilesOfPosts
create index file_infos_post_id_idx on file_infos (post_id) where post_id <> '';
-- for: domains/files/store.ts countFiles
create index file_infos_channel_id_idx on file_infos (channel_id) where post_id <> '' and delete_at = 0;
