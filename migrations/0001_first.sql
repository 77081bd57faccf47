-- One text for SQLite and PostgreSQL: TEXT and BIGINT only, times are milliseconds UTC, flags are 0 or 1.
-- Ids come from the lane of the merchant, so every key begins with the merchant.

create table merchant (
    id bigint primary key,
    phone_number_id text not null unique,
    name text not null,
    phone text not null,
    zone text not null,
    area_code bigint not null,
    lang text not null,
    contact text not null,
    announcement_price bigint not null,
    program text not null,
    rules bigint not null,
    claim text,
    state text not null,
    created_ms bigint not null
);

-- Claimed by whoever runs a batch of this merchant; a table of its own, because a lock on the merchant
-- row would block the key-share locks of intake.
create table lane (
    merchant bigint primary key references merchant (id),
    next_id bigint not null
);

create table store (
    merchant bigint not null references merchant (id),
    id bigint not null,
    name text not null,
    primary key (merchant, id)
);

create table member (
    merchant bigint not null references merchant (id),
    id bigint not null,
    name text,
    phone text,
    standing text not null,
    lang text not null,
    store bigint,
    referral_code text,
    referred_by bigint,
    referral_purchase bigint,
    referral_txn bigint,
    offers bigint not null,
    silent bigint not null,
    frozen bigint not null,
    created_ms bigint not null,
    joined_ms bigint,
    version bigint not null,
    primary key (merchant, id)
);
create unique index member_referral_code on member (merchant, referral_code) where referral_code is not null;

create table staff (
    merchant bigint not null references merchant (id),
    id bigint not null,
    member bigint not null,
    name text not null,
    role text not null,
    store bigint not null,
    active bigint not null,
    version bigint not null,
    primary key (merchant, id),
    foreign key (merchant, member) references member (merchant, id),
    foreign key (merchant, store) references store (merchant, id)
);

create table identity (
    merchant bigint not null,
    kind text not null,
    value text not null,
    member bigint not null,
    primary key (merchant, kind, value),
    foreign key (merchant, member) references member (merchant, id)
);
create index identity_member on identity (merchant, member);

create table conversation (
    merchant bigint not null,
    member bigint not null,
    state text not null,
    wa_id text,
    user_id text,
    last_inbound_ms bigint,
    version bigint not null,
    primary key (merchant, member),
    foreign key (merchant, member) references member (merchant, id)
);

create table wallet (
    merchant bigint not null,
    member bigint not null,
    available bigint not null check (available >= 0),
    held bigint not null check (held >= 0),
    debt bigint not null check (debt >= 0),
    version bigint not null,
    primary key (merchant, member),
    foreign key (merchant, member) references member (merchant, id)
);

create table txn (
    merchant bigint not null references merchant (id),
    id bigint not null,
    kind text not null,
    key text not null,
    hash text not null,
    actor text not null,
    source text not null,
    store bigint,
    purchase bigint,
    reverses bigint,
    rules bigint not null,
    at_ms bigint not null,
    created_ms bigint not null,
    primary key (merchant, id),
    unique (merchant, key)
);
create index txn_at on txn (merchant, at_ms);

create table transfer (
    merchant bigint not null,
    txn bigint not null,
    line bigint not null,
    unit text not null,
    debit text not null,
    credit text not null,
    amount bigint not null check (amount > 0),
    primary key (merchant, txn, line),
    check (debit <> credit),
    foreign key (merchant, txn) references txn (merchant, id)
);
create index transfer_debit on transfer (merchant, debit, txn);
create index transfer_credit on transfer (merchant, credit, txn);

create table lot (
    merchant bigint not null,
    id bigint not null,
    member bigint not null,
    txn bigint not null,
    original bigint not null check (original > 0),
    remaining bigint not null check (remaining between 0 and original),
    earned_ms bigint not null,
    expires_ms bigint not null,
    rules bigint not null,
    version bigint not null,
    primary key (merchant, id),
    foreign key (merchant, txn) references txn (merchant, id)
);
create index lot_open on lot (merchant, member) where remaining > 0;

create table lot_use (
    merchant bigint not null,
    txn bigint not null,
    line bigint not null,
    lot bigint not null,
    amount bigint not null,
    primary key (merchant, txn, line),
    foreign key (merchant, txn) references txn (merchant, id),
    foreign key (merchant, lot) references lot (merchant, id)
);
create index lot_use_lot on lot_use (merchant, lot);

create table purchase (
    merchant bigint not null,
    id bigint not null,
    member bigint not null,
    staff bigint not null,
    store bigint not null,
    amount bigint not null check (amount > 0),
    standing bigint not null check (standing between 0 and amount),
    earned bigint not null check (earned >= 0),
    rules bigint not null,
    remark text,
    txn bigint not null,
    wamid text not null,
    at_ms bigint not null,
    told bigint not null,
    version bigint not null,
    primary key (merchant, id),
    foreign key (merchant, member) references member (merchant, id),
    foreign key (merchant, txn) references txn (merchant, id)
);
create index purchase_member on purchase (merchant, member, at_ms);
create index purchase_staff on purchase (merchant, staff, at_ms);
create index purchase_wamid on purchase (merchant, wamid);
create index purchase_at on purchase (merchant, at_ms);

create table hold (
    merchant bigint not null,
    id bigint not null,
    member bigint not null,
    code text not null,
    reward text not null,
    amount bigint not null check (amount > 0),
    state text not null,
    opened_ms bigint not null,
    expires_ms bigint not null,
    closed_ms bigint,
    closed_by bigint,
    closed_in bigint,
    version bigint not null,
    primary key (merchant, id),
    foreign key (merchant, member) references member (merchant, id)
);
create unique index hold_code on hold (merchant, code) where state = 'open';
create index hold_code_past on hold (merchant, code, opened_ms);
create index hold_member on hold (merchant, member) where state = 'open';
create index hold_due on hold (expires_ms) where state = 'open';

create table score (
    merchant bigint not null,
    month text not null,
    member bigint not null,
    points bigint not null,
    primary key (merchant, month, member),
    foreign key (merchant, member) references member (merchant, id)
);
create index score_rank on score (merchant, month, points, member);

create table consent (
    merchant bigint not null,
    member bigint not null,
    purpose text not null,
    given bigint not null,
    at_ms bigint not null,
    source text not null,
    primary key (merchant, member, purpose, source),
    foreign key (merchant, member) references member (merchant, id)
);

create table announcement (
    merchant bigint not null references merchant (id),
    id bigint not null,
    staff bigint not null,
    text text not null,
    people bigint not null,
    price bigint not null,
    at_ms bigint not null,
    primary key (merchant, id)
);

-- What came in: one row for each message or status, under the key WhatsApp gives it, for ever.
create table inbox (
    key text primary key,
    merchant bigint,
    kind text not null,
    at_ms bigint not null,
    arrival bigint not null,
    raw text not null,
    state text not null,
    reason text
);
create index inbox_waiting on inbox (merchant, at_ms, arrival) where state = 'new';

-- What goes out: one row for each bubble, with its own state.
create table outbox (
    merchant bigint not null references merchant (id),
    id bigint not null,
    member bigint not null,
    class text not null,
    state text not null,
    wa_id text,
    user_id text,
    body text not null,
    about bigint,
    cause text not null,
    attempt bigint not null,
    doubts bigint not null default 0,
    due_ms bigint not null,
    created_ms bigint not null,
    wamid text,
    status text,
    status_ms bigint,
    error bigint,
    reason text,
    category text,
    billable bigint,
    primary key (merchant, id),
    foreign key (merchant, member) references member (merchant, id)
);
create index outbox_wamid on outbox (merchant, wamid) where wamid is not null;
create index outbox_due on outbox (due_ms) where state in ('queued', 'retry_wait', 'sending', 'unknown');
create index outbox_open on outbox (merchant, member, id) where state in ('queued', 'retry_wait', 'sending', 'waiting');
create index outbox_cause on outbox (merchant, cause);
