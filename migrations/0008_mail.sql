-- Customers by address and company, and the people of a company.

alter table member add column cnpj text;

-- The people of a company; a nameless one is the customer's own address. `account` is that of WhatsApp which wrote from the
-- phone first, `mail` their word on e-mail, `bounced_ms` since when mail comes back.
create table contact (
    merchant bigint not null,
    id bigint not null,
    member bigint not null,
    name text,
    role text,
    phone text,
    account text,
    email text,
    mail bigint,
    bounced_ms bigint,
    primary key (merchant, id),
    foreign key (merchant, member) references member (merchant, id)
);
create index contact_member on contact (merchant, member);

-- E-mail: one row for each message and address, written with the decision it tells of. `letter` is JSON, emptied once it is
-- gone; `doubts` counts dialogues that ended without an answer.
create table mail (
    merchant bigint not null references merchant (id),
    id bigint not null,
    member bigint not null,
    contact bigint not null,
    address text,
    state text not null check (state in ('queued', 'sending', 'retry_wait', 'sent', 'unknown', 'dead')),
    letter text not null,
    about bigint,
    cause text not null,
    attempt bigint not null,
    doubts bigint not null,
    due_ms bigint not null,
    created_ms bigint not null,
    reason text,
    primary key (merchant, id),
    foreign key (merchant, member) references member (merchant, id)
);
create index mail_due on mail (due_ms) where state in ('queued', 'sending', 'retry_wait');
create index mail_member on mail (merchant, member);
