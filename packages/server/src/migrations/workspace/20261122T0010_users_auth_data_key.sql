-- phase: expand. One account for each person of a login service; guests of mailed links have none.
-- for: domains/users/store.ts updateUser
create unique index users_auth_data_key on users (auth_service, auth_data)
  where auth_data is not null and auth_service <> 'magic_link';
