-- What people were known by who were forgotten, as hashes under a key of the shop's own, so that no list brings them back.
-- `person` is one of the hashes: it holds together what one person was known by, and leads to no record.
alter table merchant add column hash_key text;

create table forgotten (
    merchant bigint not null references merchant (id),
    hash text not null,
    person text not null,
    primary key (merchant, hash)
);
create index forgotten_person on forgotten (merchant, person);

-- 0: forgotten before such hashes were kept, and recognised by nothing.
alter table erasure add column hashed bigint not null default 0;
