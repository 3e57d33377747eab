-- phase: expand. The words of files: of their names, and of the text that was found in them. Kept by
-- triggers like those of posts. N-1 ignores it.
create table file_words (
  file_id text constraint file_words_pkey primary key,
  -- What domains/search/extraction.ts found; '' until then and where there is no text.
  content text not null default '',
  words tsvector not null
);
-- for: domains/search/store.ts findFileIds
create index file_words_words_idx on file_words using gin (words);

create function file_words_insert() returns trigger language plpgsql as $$
begin
  insert into file_words (file_id, words)
  select added.id, search_words(name, languages) from added cross join search_settings;
  return null;
end
$$;
create trigger file_words_insert after insert on file_infos
  referencing new table as added for each statement execute function file_words_insert();

create function file_words_delete() returns trigger language plpgsql as $$
begin
  delete from file_words using removed where file_id = removed.id;
  return null;
end
$$;
create trigger file_words_delete after delete on file_infos
  referencing old table as removed for each statement execute function file_words_delete();
