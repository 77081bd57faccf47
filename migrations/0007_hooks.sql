-- Webhooks out: what happens is told to systems that the shop names, each in its own order and at its own pace.

-- The number of the next event.
alter table lane add column next_event bigint not null default 1;

-- Who is told. The secret is sealed with database.key; the one before it signs beside it for a while.
create table hook (
    merchant bigint not null references merchant (id),
    id text not null,
    url text not null,
    secret text not null,
    previous text,
    previous_ms bigint,
    kinds text not null,
    state text not null check (state in ('active', 'paused', 'disabled')),
    reason text,
    -- Since when nothing has arrived; null while it does.
    failing_ms bigint,
    created_ms bigint not null,
    primary key (merchant, id)
);
create unique index hook_id on hook (id);

-- What happened, as it is told. Kept for a while, so that it can be told again; no money.
create table event (
    merchant bigint not null references merchant (id),
    id bigint not null,
    member bigint,
    kind text not null,
    at_ms bigint not null,
    body text not null,
    kept_ms bigint not null,
    primary key (merchant, id)
);
create index event_kept on event (merchant, kept_ms, id);
create index event_old on event (kept_ms);

-- One event on its way to one hook. `attempt` counts all tries there ever were, `tries` those since it was last queued.
create table delivery (
    merchant bigint not null,
    hook text not null,
    event bigint not null,
    member bigint,
    state text not null check (state in ('queued', 'sending', 'retry_wait', 'delivered', 'dead')),
    attempt bigint not null default 0,
    tries bigint not null default 0,
    due_ms bigint not null,
    status bigint,
    took_ms bigint,
    reason text,
    kept_ms bigint not null,
    primary key (merchant, hook, event),
    foreign key (merchant, hook) references hook (merchant, id)
);
create index delivery_open on delivery (merchant, hook, due_ms, event) where state in ('queued', 'retry_wait');
create index delivery_line on delivery (merchant, hook, member, event) where state in ('queued', 'retry_wait', 'sending');
create index delivery_sending on delivery (due_ms) where state = 'sending';
create index delivery_old on delivery (kept_ms);
