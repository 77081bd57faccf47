-- What a manager tells customers of a store: when it is open, and where it is.
alter table store add column hours text;
alter table store add column address text;

-- What tills asked has its answer; the words may name people, and nothing reads them any more.
update inbox set raw = '' where kind = 'till' and state = 'done';
