-- What decides between two states of the same microsecond: nanoseconds, then a digest of the whole state, the same in every
-- service. Any state that comes again replaces one of the same microsecond that was kept before there was a tiebreak.
alter table volunteer add column tiebreak bigint not null default -1;
alter table assignment add column tiebreak bigint not null default -1;
