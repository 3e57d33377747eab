-- phase: expand. Uploads that can be resumed: what arrived so far lies in the blob store, in chunks.
create table upload_sessions (
  id text constraint upload_sessions_pkey primary key,
  type text not null,
  create_at bigint not null,
  user_id text not null,
  channel_id text not null,
  filename text not null,
  file_size bigint not null,
  file_offset bigint not null default 0
);
-- for: domains/files/store.ts findUploadsByUser
create index upload_sessions_user_id_idx on upload_sessions (user_id);

create table upload_chunks (
  upload_id text not null constraint upload_chunks_upload_id_fkey references upload_sessions (id) on delete cascade,
  start_at bigint not null,
  blob_name text not null,
  constraint upload_chunks_pkey primary key (upload_id, start_at)
);
