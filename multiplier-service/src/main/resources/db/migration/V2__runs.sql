-- A run counts approved assignments alone, so the index holds nothing else and answers without the table.
drop index assignment_by_volunteer;
create index assignment_approved on assignment (user_id, reviewed_at) where status = 'approved';
create index volunteer_by_organization on volunteer (organization_id, user_id);

-- One per scope and instant, however often and by however many it is triggered. Its counts are changed only by the
-- transaction that records a part as done.
create table multiplier_run (
    id               bigint generated always as identity primary key,
    organization_id  bigint check (organization_id > 0),
    as_of            timestamptz not null,
    -- A person waits for it, so its parts overtake those of the schedule.
    by_person        boolean not null,
    -- The cap at that time, since an explanation must hold after the setting has changed.
    max_multiplier   numeric not null,
    volunteers_total bigint not null,
    volunteers_done  bigint not null default 0,
    changed          bigint not null default 0,
    superseded       bigint not null default 0,
    parts_open       integer not null,
    started_at       timestamptz not null,
    progressed_at    timestamptz not null,
    finished_at      timestamptz,
    constraint one_run_per_scope_and_instant unique nulls not distinct (organization_id, as_of),
    constraint counts_fit check (parts_open >= 0 and changed >= 0 and superseded >= 0
        and changed + superseded <= volunteers_done and volunteers_done <= volunteers_total),
    constraint finished_when_no_part_is_open check ((finished_at is not null) = (parts_open = 0))
);
create index multiplier_run_by_instant on multiplier_run (as_of);

-- Part 0 gathers what the run needs to know and divides it into the others; each of those decides on a range of
-- volunteers.
create table multiplier_run_part (
    run_id        bigint not null references multiplier_run,
    part          integer not null check (part >= 0),
    first_user_id bigint not null check (first_user_id > 0),
    last_user_id  bigint not null,
    volunteers    bigint not null check (volunteers >= 0),
    published_at  timestamptz not null,
    done_at       timestamptz,
    failure       text,
    primary key (run_id, part),
    constraint range_is_one check (first_user_id <= last_user_id),
    constraint done_is_not_failed check (done_at is null or failure is null)
);
create index multiplier_run_part_open on multiplier_run_part (run_id) where done_at is null;

-- What was gathered for a run and waits for its part to decide on it, which takes it away.
create table multiplier_run_volunteer (
    run_id           bigint not null,
    part             integer not null,
    user_id          bigint not null,
    organization_id  bigint not null,
    level            integer not null,
    approved_tasks   integer not null,
    active_downline  integer not null,
    last_activity_at timestamptz,
    primary key (run_id, part, user_id)
);

-- The current multiplier of whoever has been computed: what went into it, as of the run that wrote it. A run that finds
-- the same again writes nothing. No foreign keys, since they would be checked row by row; part and multipliers are one
-- transaction.
create table multiplier (
    user_id          bigint primary key check (user_id > 0),
    multiplier       numeric(8, 4) not null check (multiplier > 0),
    level            integer not null check (level >= 1),
    approved_tasks   integer not null check (approved_tasks >= 0),
    active_downline  integer not null check (active_downline >= 0),
    last_activity_at timestamptz,
    as_of            timestamptz not null,
    run_id           bigint not null,
    -- The last run that made it another number than before; that run announces it. Null: 1.0 from the beginning.
    changed_run_id   bigint
) with (fillfactor = 80); -- room on each page for the new versions of the next run
