-- phase: expand. The words of posts. A table of its own: counters and reactions change posts all the
-- time, their words hardly ever. Triggers keep it, so that no writer of posts can forget it; posts
-- from before are taken in by the task search.reindex. N-1 ignores it.
create table post_words (
  post_id text constraint post_words_pkey primary key,
  -- Hashtags are words that begin with '#', in lower case.
  words tsvector not null
);
-- for: domains/search/store.ts findPostIds. A short list of pending entries, since each search reads it.
create index post_words_words_idx on post_words using gin (words) with (gin_pending_list_limit = 512);

create function post_words_of(message text, hashtags text, languages text[]) returns tsvector
  language sql immutable strict parallel safe
as $$
  select search_words(message, languages)
    || array_to_tsvector(array_remove(string_to_array(lower(hashtags), ' '), ''))
$$;

create function post_words_insert() returns trigger language plpgsql as $$
begin
  insert into post_words (post_id, words)
  select added.id, post_words_of(message, hashtags, languages)
  from added cross join search_settings
  where type not like 'system\_%' and type <> 'burn_on_read' and delete_at = 0;
  return null;
end
$$;
create trigger post_words_insert after insert on posts
  referencing new table as added for each statement execute function post_words_insert();

create function post_words_update() returns trigger language plpgsql as $$
begin
  update post_words
  set words = post_words_of(new.message, new.hashtags, languages)
  from search_settings where post_id = new.id;
  return null;
end
$$;
create trigger post_words_update after update of message, hashtags on posts for each row
  when (old.message is distinct from new.message or old.hashtags is distinct from new.hashtags)
  execute function post_words_update();

create function post_words_delete() returns trigger language plpgsql as $$
begin
  delete from post_words using removed where post_id = removed.id;
  return null;
end
$$;
create trigger post_words_delete after delete on posts
  referencing old table as removed for each statement execute function post_words_delete();
