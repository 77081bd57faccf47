-- Keys: what a till or a web shop shows to be let in. Each belongs to a channel, which is a row of `staff` with the role
-- `till`; of its secret only the SHA-256 is kept.
create table api_key (
    id text primary key,
    merchant bigint not null,
    staff bigint not null,
    name text not null,
    scopes text not null,
    hash text not null,
    per_minute bigint not null check (per_minute > 0),
    created_ms bigint not null,
    used_ms bigint,
    revoked_ms bigint,
    foreign key (merchant, staff) references staff (merchant, id)
);
create index api_key_staff on api_key (merchant, staff);
