-- phase: expand. N writes it, N-1 ignores it.
create table if not exists import_files (
  id text constraint import_files_pkey primary key,
  name text not null constraint import_files_name_key unique,
  size bigint not null,
  create_at bigint not null
);
