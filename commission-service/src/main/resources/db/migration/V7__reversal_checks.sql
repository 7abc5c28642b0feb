-- The same promise as before, checked by the new rows alone, so that its cost does not grow with the refunds that a sale
-- already has. A reversal's amount follows from its own row, which a constraint of the table compares; so it is right if
-- its refund and its commission are these, and none is missing if they add up to what the refund takes back.
create function require_cause_of_reversals() returns trigger language plpgsql as $$
declare
    wrong bigint;
begin
    -- One look-up each, whatever was known of the tables when this was planned.
    select changed.sale_id into wrong
    from changed
        cross join lateral (
            select count(*) as refunds from (
                select from refund
                where refund.sale_id = changed.sale_id and refund.refunded_before = changed.refunded_before
                    and refund.refunded_after = changed.refunded_after and refund.sale_amount = changed.sale_amount
                limit 1) as one) as cause
        cross join lateral (
            select count(*) as commissions from (
                select from ledger_entry as entry
                where entry.sale_id = changed.sale_id and entry.level = changed.level and entry.sold_at = changed.sold_at
                    and entry.user_id = changed.user_id and entry.rate = changed.rate
                    and entry.multiplier is not distinct from changed.multiplier
                limit 1) as one) as origin
    where refunds = 0 or commissions = 0
    limit 1;
    if found then
        raise exception 'a reversal of sale % has no such refund or commission', wrong using errcode = 'check_violation';
    end if;
    return null;
end $$;

-- A refund begins at 0 or where another one ended; since no two begin at the same point, those of a sale are one chain.
create or replace function require_exact_reversals() returns trigger language plpgsql as $$
declare
    wrong bigint;
begin
    if not exists (select from changed where sale_id is not null) then
        return null;
    end if;
    select changed.sale_id into wrong
    from changed left join sale on sale.id = changed.sale_id and sale.settled_at is not null
            and sale.transaction_id = changed.transaction_id and sale.currency = changed.currency
            and sale.amount = changed.sale_amount
        cross join lateral (
            select coalesce(sum(commission_left(amount, changed.sale_amount, changed.refunded_after)
                - commission_left(amount, changed.sale_amount, changed.refunded_before)), 0) as amount
            from ledger_entry as entry where entry.sale_id = sale.id and entry.sold_at = sale.sold_at) as due
        cross join lateral (
            select coalesce(sum(amount), 0) as amount from reversal
            where reversal.sale_id = changed.sale_id and reversal.refunded_before = changed.refunded_before) as reversed
        cross join lateral (
            select count(*) as refunds from (
                select from refund
                where refund.sale_id = changed.sale_id and refund.refunded_before < changed.refunded_before
                    and refund.refunded_after = changed.refunded_before
                limit 1) as one) as predecessor
    where changed.sale_id is not null
        and (sale.id is null or due.amount <> reversed.amount
            or (changed.refunded_before > 0 and predecessor.refunds = 0))
    limit 1;
    if found then
        raise exception 'the reversals of sale % are not what its refunds give', wrong using errcode = 'check_violation';
    end if;
    return null;
end $$;

drop trigger reversal_is_exact on reversal;
create trigger reversal_has_its_cause after insert on reversal
    referencing new table as changed for each statement execute function require_cause_of_reversals();
