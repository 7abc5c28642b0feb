-- A run reads the reviews of its window, those after it and what was never reviewed, whatever else there is; the index
-- answers without the table.
drop index assignment_by_volunteer;
create index assignment_by_review on assignment (reviewed_at)
    include (user_id, status, xp_reward, level_required, assigned_at);

-- Which periods are scheduled for all organizations as one pool, and since when: the same for every replica. A period
-- that ended before that was never due.
create table budget_schedule (
    period text primary key check (period in ('daily', 'weekly', 'monthly')),
    since  timestamptz not null
);

-- One per period, window and scope, however often and by however many it is triggered. A window is known by its first
-- day, so that a period is paid once also if the time zone is configured anew between two triggers.
create table budget_run (
    id              bigint generated always as identity primary key,
    period          text not null check (period in ('daily', 'weekly', 'monthly')),
    first_day       date not null,
    window_start    timestamptz not null,
    window_end      timestamptz not null,
    organization_id bigint check (organization_id > 0),
    pool_amount     numeric(14, 2) not null check (pool_amount > 0),
    -- A person waits for it, so it overtakes those of the schedule.
    by_person       boolean not null,
    eligible        bigint check (eligible >= 0),
    paid            bigint check (paid between 0 and eligible),
    distributed     numeric(14, 2) check (distributed >= 0),
    undistributed   numeric(14, 2) check (undistributed >= 0),
    started_at      timestamptz not null,
    published_at    timestamptz not null,
    finished_at     timestamptz,
    failure         text,
    constraint one_run_per_window_and_scope unique nulls not distinct (period, first_day, organization_id),
    constraint window_is_one check (window_start < window_end),
    constraint pool_is_accounted_for check (distributed + undistributed = pool_amount),
    constraint finished_with_figures check (num_nulls(finished_at, eligible, paid, distributed, undistributed) in (0, 5)),
    constraint finished_is_not_failed check (finished_at is null or failure is null)
);
create index budget_run_open on budget_run (published_at) where finished_at is null;

-- What each paid volunteer received, with every number that the amount came from. Written in the transaction that
-- finishes the run; no foreign key, since it would be checked row by row.
create table budget_allocation (
    run_id           bigint not null,
    rank             integer not null check (rank > 0),
    user_id          bigint not null check (user_id > 0),
    score            numeric not null check (score > 0),
    approved_tasks   integer not null check (approved_tasks > 0),
    work             numeric not null check (work >= 0),
    active_referrals integer not null check (active_referrals >= 0),
    rejected         integer not null check (rejected >= 0),
    overdue          integer not null check (overdue >= 0),
    multiplier       numeric(8, 4) not null check (multiplier >= 0),
    amount           numeric(14, 2) not null check (amount > 0),
    primary key (run_id, rank),
    constraint paid_once_a_run unique (user_id, run_id)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'what a % has paid is immutable', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger budget_allocation_is_immutable before update or delete or truncate on budget_allocation
    for each statement execute function refuse_change();
create trigger finished_budget_run_is_immutable before update or delete on budget_run
    for each row when (old.finished_at is not null) execute function refuse_change();
