-- phase: expand. How text becomes the words that search finds. N-1 ignores it.

-- One row. The text search configurations whose stems are kept beside the words themselves.
create table search_settings (
  id boolean constraint search_settings_pkey primary key default true
    constraint search_settings_id_check check (id),
  languages text[] not null default '{}'
);
insert into search_settings default values;

-- Chinese, Japanese and Korean aren't written with spaces: each letter goes with its follower, the
-- last of a run alone. '東京都へ go' becomes '東京 京都 都へ へ go'.
create function search_pairs(source text) returns text
  language sql immutable strict parallel safe
as $$
  select string_agg(case
      when letter !~ cjk then letter
      when next ~ cjk then ' ' || letter || next || ' '
      else ' ' || letter || ' ' end, '' order by place)
  from (
    select letter, place, lead(letter) over (order by place) as next,
      '[\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u302f\u3031-\u303c\u3041-\u30fa\u30fc-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]' as cjk
    from unnest(string_to_array(source, null)) with ordinality as letters (letter, place)
  ) as followed
$$;

-- Text as words with spaces between. The classes are those of domains/search/words.ts. In plain ASCII
-- only what the parser would take for addresses, paths, tags or numbers needs care: ten times faster.
create function search_text(source text) returns text
  language plpgsql immutable strict parallel safe
as $$
declare
  wide text;
begin
  if octet_length(source) = length(source) then
    return regexp_replace(source, '[-./@&<_:~+]', ' ', 'g');
  end if;
  wide := regexp_replace(normalize(source, NFKC), '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u20cf\u2100-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\u30fb\ufe00-\ufe6f\U0001f000-\U0001faff]+', ' ', 'g');
  if wide ~ '[\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u302f\u3031-\u303c\u3041-\u30fa\u30fc-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]' then
    return search_pairs(wide);
  end if;
  return wide;
end
$$;

-- The words with their places, and without places their stems in each language.
create function search_words(source text, languages text[]) returns tsvector
  language plpgsql immutable strict parallel safe
as $$
declare
  plain text := search_text(source);
  words tsvector := to_tsvector('simple', plain);
  language text;
begin
  foreach language in array languages loop
    words := words || strip(to_tsvector(language::regconfig, plain));
  end loop;
  return words;
end
$$;
