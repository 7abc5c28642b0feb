-- A month is made without anybody waiting: as a table of its own, which is attached then. That alone needs the default
-- partition, to itself, for a moment; where somebody reads the ledger it gives up at once, so that nobody queues behind
-- it, and the next attempt makes the month. Answers how many of the months are still to be made.
--
-- A month that has entries in the default partition stays there.
drop function ensure_ledger_months(date, integer);
create function ensure_ledger_months(first date, months integer) returns integer language plpgsql
    set lock_timeout = '50ms' as $$
declare
    month   timestamp := date_trunc('month', first);
    missing integer := 0;
begin
    -- Two replicas at once would only be in each other's way.
    if not pg_try_advisory_xact_lock(hashtext('ensure_ledger_months')) then
        return 0;
    end if;
    for i in 1..months loop
        declare
            name  text := 'ledger_entry_' || to_char(month, 'YYYY_MM');
            since timestamptz := month at time zone 'UTC';
            until timestamptz := (month + interval '1 month') at time zone 'UTC';
        begin
            if to_regclass(name) is null
                and not exists (select from ledger_entry_other where sold_at >= since and sold_at < until) then
                execute format('create table %I (like ledger_entry including all)', name);
                execute format('alter table ledger_entry attach partition %I for values from (%L) to (%L)',
                    name, since, until);
            end if;
        exception when lock_not_available or check_violation then
            missing := missing + 1;
        end;
        month := month + interval '1 month';
    end loop;
    return missing;
end $$;
