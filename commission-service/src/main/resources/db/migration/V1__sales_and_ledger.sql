-- This service's copy of what it must know of volunteers; the later updated_at holds.
create table volunteer (
    user_id         bigint primary key check (user_id > 0),
    organization_id bigint not null check (organization_id > 0),
    referrer_id     bigint check (referrer_id > 0),
    registered_at   timestamptz not null,
    updated_at      timestamptz not null
);

-- The later as_of holds. Somebody without a row has multiplier 1.
create table multiplier (
    user_id    bigint primary key check (user_id > 0),
    multiplier numeric(8, 4) not null check (multiplier >= 0),
    as_of      timestamptz not null
);

create sequence sale_id;

-- Every sale once, by transaction_id: settled, or waiting for a volunteer who is not known yet.
-- Not partitioned, because uniqueness over all time rests on one index; the ledger, which grows five times as fast, is.
create table sale (
    id              bigint primary key,
    transaction_id  text not null unique check (char_length(transaction_id) between 1 and 255),
    user_id         bigint not null check (user_id > 0),
    amount          numeric not null check (amount > 0 and scale(amount) <= 8),
    currency        text not null,
    sold_at         timestamptz not null,
    received_at     timestamptz not null,
    recorded_at     timestamptz not null default now(),
    settled_at      timestamptz,
    awaited_user_id bigint,
    flags           text[] not null default '{}',
    constraint settled_or_waiting check ((settled_at is null) = (awaited_user_id is not null))
);
create index sale_by_buyer on sale (user_id, sold_at);
create index sale_awaiting on sale (awaited_user_id) where settled_at is null;
create index sale_flagged on sale (id) where flags <> '{}';

-- Later deliveries of a transaction_id that contradict the first; each contradiction once.
create table sale_conflict (
    sale_id     bigint not null references sale (id),
    user_id     bigint not null,
    amount      numeric not null,
    currency    text not null,
    sold_at     timestamptz not null,
    received_at timestamptz not null,
    recorded_at timestamptz not null default now(),
    primary key (sale_id, user_id, amount, currency)
);

-- How many sales of what amount in each hour, minute and second, so that an average over 30 days is a few small sums.
create table sale_total (
    unit_seconds integer not null check (unit_seconds in (1, 60, 3600)),
    unit_start   bigint not null,  -- seconds since 1970
    sales        bigint not null,
    amount       numeric not null,
    primary key (unit_seconds, unit_start)
) with (fillfactor = 70);

-- Immutable: a correction is a reversal, a new entry with the opposite amount. sold_at is the sale's, so the key below
-- lets each level of a sale be paid once, also across partitions. An auditor recomputes amount from the row alone, and
-- so does the constraint.
create table ledger_entry (
    sale_id     bigint not null,
    level       smallint not null check (level >= 1),
    reversal    boolean not null default false,
    sold_at     timestamptz not null,
    user_id     bigint not null check (user_id > 0),
    sale_amount numeric not null check (sale_amount > 0),
    rate        numeric not null check (rate > 0 and rate <= 1),
    multiplier  numeric check (multiplier >= 0),
    amount      numeric(20, 2) not null check (amount <> 0),
    recorded_at timestamptz not null default now(),
    primary key (sale_id, level, reversal, sold_at),
    constraint recomputable check (
        amount = case when reversal then -1 else 1 end * round(sale_amount * rate * coalesce(multiplier, 1), 2))
) partition by range (sold_at);
create index ledger_entry_by_beneficiary on ledger_entry (user_id, sold_at, sale_id, level);
create table ledger_entry_other partition of ledger_entry default;

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is immutable: % refused', tg_table_name, tg_op using errcode = 'restrict_violation';
end $$;
create trigger ledger_entry_is_immutable before update or delete on ledger_entry
    for each row execute function refuse_change();
create trigger ledger_entry_is_kept before truncate on ledger_entry
    for each statement execute function refuse_change();
create trigger sale_is_kept before delete on sale for each row execute function refuse_change();
create trigger sale_conflict_is_immutable before update or delete on sale_conflict
    for each row execute function refuse_change();

-- A settled sale stays as it is, and what was sold to whom never changes.
create function refuse_change_of_sale() returns trigger language plpgsql as $$
begin
    if old.settled_at is not null
        or (new.id, new.transaction_id, new.user_id, new.amount, new.currency, new.sold_at)
            is distinct from (old.id, old.transaction_id, old.user_id, old.amount, old.currency, old.sold_at) then
        raise exception 'sale % is immutable', old.id using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger sale_is_immutable before update on sale for each row execute function refuse_change_of_sale();

-- Partitions of the ledger, a month each. A month whose entries came before its partition stays in the default one.
create function ensure_ledger_months(first date, months integer) returns void language plpgsql as $$
declare
    month date := date_trunc('month', first);
begin
    for i in 1..months loop
        begin
            execute format(
                'create table if not exists ledger_entry_%s partition of ledger_entry for values from (%L) to (%L)',
                to_char(month, 'YYYY_MM'), month::text || ' 00:00+00', (month + interval '1 month')::date::text || ' 00:00+00');
        exception when check_violation then
            null;
        end;
        month := month + interval '1 month';
    end loop;
end $$;
select ensure_ledger_months((now() - interval '12 months')::date, 16);
