-- phase: expand. Which node has which workspace open, so that what a node leaves behind when it is
-- killed is taken up by another. Written only where there are several nodes.
create table open_workspaces (
  node_id text not null,
  workspace_id text not null references workspaces (id) on delete cascade,
  primary key (node_id, workspace_id)
);
-- Deleting a workspace looks for its rows.
create index open_workspaces_workspace_id on open_workspaces (workspace_id);
