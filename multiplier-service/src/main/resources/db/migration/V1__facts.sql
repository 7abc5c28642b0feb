-- This service's copy of the facts it needs; of two states the later updated_at holds. An assignment may come before its
-- volunteer, so nothing refers to anything.
create table volunteer (
    user_id          bigint primary key check (user_id > 0),
    organization_id  bigint not null check (organization_id > 0),
    referrer_id      bigint check (referrer_id > 0),
    level            integer not null check (level >= 1),
    last_activity_at timestamptz,
    updated_at       timestamptz not null
);
create index volunteer_by_referrer on volunteer (referrer_id);

create table assignment (
    assignment_id  bigint primary key check (assignment_id > 0),
    user_id        bigint not null check (user_id > 0),
    status         text not null check (status in ('pending', 'submitted', 'approved', 'rejected')),
    xp_reward      integer not null check (xp_reward >= 0),
    level_required integer not null check (level_required >= 1),
    assigned_at    timestamptz not null,
    reviewed_at    timestamptz check (reviewed_at >= assigned_at),
    updated_at     timestamptz not null,
    constraint reviewed_has_time check (status not in ('approved', 'rejected') or reviewed_at is not null)
);
create index assignment_by_volunteer on assignment (user_id, reviewed_at);
