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
