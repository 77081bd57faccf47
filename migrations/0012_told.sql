-- What a manager tells customers of a store: when it is open, and where it is.
alter table store add column hours text;
alter table store add column address text;
