-- What is left of a commission once this much of its sale was refunded: rounded half up to hundredths. div() of whole
-- numbers is exact, where a quotient cut to some digits and rounded again may be a hundredth off.
create function commission_left(commission numeric, sale_amount numeric, refunded numeric) returns numeric
    language sql immutable strict parallel safe
    return div(200 * commission * (sale_amount - refunded) + sale_amount, 2 * sale_amount) * 0.01;

create sequence refund_row_id;

-- Every refund once, by refund_id: waiting for its sale, applied or refused. Applied refunds of a sale form a chain from
-- 0 to what is refunded of it: each begins where one ended, and no two where the same one did.
create table refund (
    id              bigint primary key,
    refund_id       text not null unique check (char_length(refund_id) between 1 and 255),
    transaction_id  text not null check (char_length(transaction_id) between 1 and 255),
    -- As it was sent; null: whatever is left of the sale.
    asked_amount    numeric check (asked_amount > 0 and scale(asked_amount) <= 8),
    currency        text not null,
    reason          text,
    refunded_at     timestamptz not null,
    received_at     timestamptz not null,
    recorded_at     timestamptz not null default now(),
    decided_at      timestamptz,
    refusal         text,
    sale_id         bigint,
    sale_amount     numeric,
    refunded_before numeric check (refunded_before >= 0),
    amount          numeric check (amount > 0 and scale(amount) <= 8 and amount = coalesce(asked_amount, amount)),
    refunded_after  numeric generated always as (refunded_before + amount) stored check (refunded_after <= sale_amount),
    constraint waiting_or_decided check ((decided_at is null) = (sale_id is null and refusal is null)),
    constraint applied_or_refused check (sale_id is null or refusal is null),
    constraint applied_with_figures check (num_nulls(sale_id, sale_amount, refunded_before, amount) in (0, 4)),
    -- Without an amount all that was left was taken.
    constraint takes_the_rest check (asked_amount is not null or sale_id is null or refunded_after = sale_amount)
);
create unique index refund_of_sale on refund (sale_id, refunded_before) where sale_id is not null;
create index refund_of_whole_sale on refund (sale_id) where refunded_after = sale_amount;
create index refund_by_transaction on refund (transaction_id, id);
create index refund_waiting on refund (transaction_id, id) where decided_at is null;
create index refund_undecided on refund (id) where decided_at is null;
create index refund_refused on refund (id) where refusal is not null;

-- Later deliveries of a refund_id that contradict the first; each contradiction once.
create table refund_conflict (
    refund_row_id  bigint not null references refund (id),
    transaction_id text not null,
    asked_amount   numeric,
    currency       text not null,
    refunded_at    timestamptz not null,
    received_at    timestamptz not null,
    recorded_at    timestamptz not null default now(),
    constraint each_contradiction_once
        unique nulls not distinct (refund_row_id, transaction_id, asked_amount, currency)
);

-- What one refund takes back of one commission; immutable. An auditor recomputes amount from the row alone, and so does
-- the constraint. No foreign keys, since they would be checked row by row.
create table reversal (
    sale_id         bigint not null,
    level           smallint not null check (level >= 1),
    refunded_before numeric not null check (refunded_before >= 0),
    refunded_after  numeric not null check (refunded_after > refunded_before and refunded_after <= sale_amount),
    sold_at         timestamptz not null,
    user_id         bigint not null check (user_id > 0),
    sale_amount     numeric not null check (sale_amount > 0),
    rate            numeric not null check (rate > 0 and rate <= 1),
    multiplier      numeric check (multiplier >= 0),
    amount          numeric(20, 2) not null check (amount < 0),
    recorded_at     timestamptz not null default now(),
    primary key (sale_id, level, refunded_before),
    constraint recomputable check (
        amount = commission_left(round(sale_amount * rate * coalesce(multiplier, 1), 2), sale_amount, refunded_after)
            - commission_left(round(sale_amount * rate * coalesce(multiplier, 1), 2), sale_amount, refunded_before))
);
create index reversal_by_beneficiary on reversal (user_id, sold_at, sale_id, level, refunded_before);

-- What this table was once meant to hold is held there. Not validated, since that reads every month under a lock.
alter table ledger_entry add constraint only_commissions check (not reversal) not valid;

create trigger reversal_is_immutable before update or delete on reversal for each row execute function refuse_change();
create trigger reversal_is_kept before truncate on reversal for each statement execute function refuse_change();
create trigger refund_is_kept before delete on refund for each row execute function refuse_change();
create trigger refund_conflict_is_immutable before update or delete on refund_conflict
    for each row execute function refuse_change();

-- A decided refund stays as it is, and what was sent never changes.
create function refuse_change_of_refund() returns trigger language plpgsql as $$
begin
    if old.decided_at is not null
        or (new.id, new.refund_id, new.transaction_id, new.asked_amount, new.currency, new.reason, new.refunded_at)
            is distinct from
            (old.id, old.refund_id, old.transaction_id, old.asked_amount, old.currency, old.reason, old.refunded_at) then
        raise exception 'refund % is immutable', old.id using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger refund_is_immutable before update on refund for each row execute function refuse_change_of_refund();

-- Whoever writes refunds or reversals, and however: at the end of the statement every sale that it touched has lost
-- exactly what the formula says for all that is refunded of it, on every level, from the same beneficiary by the same
-- rate and multiplier; its refunds are one unbroken chain; and they are refunds of this very sale.
create function require_exact_reversals() returns trigger language plpgsql as $$
declare
    wrong bigint;
begin
    select touched.sale_id into wrong
    from (select distinct sale_id from changed where sale_id is not null) as touched
        left join sale on sale.id = touched.sale_id
        cross join lateral (
            select coalesce(sum(amount), 0) as amount, coalesce(max(refunded_after), 0) as last,
                coalesce(bool_and(transaction_id = sale.transaction_id and currency = sale.currency
                    and sale_amount = sale.amount), true) as of_this_sale
            from refund where refund.sale_id = touched.sale_id) as refunded
    where sale.settled_at is null or refunded.amount <> refunded.last or not refunded.of_this_sale
        or exists (
            select from (
                select level, user_id, rate, multiplier, amount, amount as earned, true as has_cause
                from ledger_entry as entry
                where entry.sale_id = sale.id and entry.sold_at = sale.sold_at
                union all
                select level, user_id, rate, multiplier, reversal.amount, 0, refund.id is not null
                from reversal left join refund using (sale_id, refunded_before, refunded_after)
                where reversal.sale_id = sale.id) as entry
            group by level, user_id, rate, multiplier
            having sum(amount) <> commission_left(sum(earned), sale.amount, refunded.amount) or not bool_and(has_cause))
    limit 1;
    if found then
        raise exception 'the reversals of sale % are not what its refunds give', wrong using errcode = 'check_violation';
    end if;
    return null;
end $$;
create trigger inserted_refund_is_exact after insert on refund
    referencing new table as changed for each statement execute function require_exact_reversals();
create trigger updated_refund_is_exact after update on refund
    referencing new table as changed for each statement execute function require_exact_reversals();
create trigger reversal_is_exact after insert on reversal
    referencing new table as changed for each statement execute function require_exact_reversals();
