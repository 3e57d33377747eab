-- phase: expand. Who follows which thread, and what they have seen of it.
create table threads (
  post_id text constraint threads_pkey primary key
    constraint threads_post_id_fkey references posts (id) on delete cascade,
  channel_id text not null,
  -- '' in direct and group channels.
  team_id text not null,
  reply_count integer not null,
  last_reply_at bigint not null,
  -- Who has live replies, in the order of their latest one.
  participants text[] not null,
  delete_at bigint not null default 0
) with (fillfactor = 80); -- changes with every reply: leave room for in-page updates

create table thread_memberships (
  post_id text not null constraint thread_memberships_post_id_fkey references posts (id) on delete cascade,
  user_id text not null constraint thread_memberships_user_id_fkey references users (id) on delete cascade,
  -- false for somebody who has unfollowed: only a mention brings them back.
  following boolean not null,
  last_update_at bigint not null,
  last_view_at bigint not null,
  unread_mentions integer not null default 0,
  constraint thread_memberships_pkey primary key (user_id, post_id)
) with (fillfactor = 80);
-- for: domains/threads/store.ts findFollowers
create index thread_memberships_post_id_idx on thread_memberships (post_id);

-- for: domains/threads/store.ts upsertReply (members who follow every thread of a channel)
create index channel_members_auto_follow_idx on channel_members (channel_id)
  where notify_props->>'channel_auto_follow_threads' = 'on';

-- Threads that were there before: followed and seen by those who replied.
insert into threads (post_id, channel_id, team_id, reply_count, last_reply_at, participants)
select root.id, root.channel_id, c.team_id, root.reply_count, root.last_reply_at,
       coalesce((select array_agg(user_id order by latest) from
                  (select user_id, max(create_at) as latest from posts
                   where root_id = root.id and delete_at = 0 group by user_id) as p), '{}')
from posts as root join channels as c on c.id = root.channel_id
where root.reply_count > 0 and root.delete_at = 0;

insert into thread_memberships (post_id, user_id, following, last_update_at, last_view_at)
select t.post_id, u.id, true, t.last_reply_at, t.last_reply_at
from threads as t cross join unnest(t.participants) as p (user_id) join users as u on u.id = p.user_id;
