-- phase: expand. The terms that people agree to, and who agreed to which.
create table terms_of_service (
  id text constraint terms_of_service_pkey primary key,
  create_at bigint not null,
  user_id text not null,
  text text not null
);
-- for: domains/terms/store.ts findLatestTerms
create index terms_of_service_create_at_idx on terms_of_service (create_at desc, id desc);

create table user_terms_of_service (
  user_id text constraint user_terms_of_service_pkey primary key,
  terms_of_service_id text not null,
  create_at bigint not null
);
