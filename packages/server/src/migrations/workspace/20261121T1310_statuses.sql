-- phase: expand. Whether people are there: what they set by hand, and when they were last active.
-- Whether somebody is online follows from their sockets and is held in memory.
create table statuses (
  user_id text constraint statuses_pkey primary key
    constraint statuses_user_id_fkey references users (id) on delete cascade,
  -- '' where the person left it to the server.
  manual text not null default ''
    constraint statuses_manual_check check (manual in ('', 'away', 'dnd', 'offline', 'ooo')),
  -- The manual status that a timed dnd goes back to.
  previous text not null default ''
    constraint statuses_previous_check check (previous in ('', 'away', 'dnd', 'offline', 'ooo')),
  -- Seconds, as on the wire; 0 for a dnd without end.
  dnd_end_time bigint not null default 0,
  last_activity_at bigint not null default 0
);
