-- phase: expand. What the pages and pictures said that messages link to.
create table link_metadata (
  -- SHA-256 of the address, in hex.
  url_hash text not null,
  -- Full hours since the epoch: what is posted later is asked for anew.
  hour bigint not null,
  type text not null constraint link_metadata_type_check check (type in ('opengraph', 'image', 'none')),
  data jsonb not null,
  -- Serves domains/links/store.ts findLinkMetadata.
  constraint link_metadata_pkey primary key (url_hash, hour)
);
-- domains/links/store.ts deleteLinkMetadataBefore
create index link_metadata_hour_idx on link_metadata (hour);
