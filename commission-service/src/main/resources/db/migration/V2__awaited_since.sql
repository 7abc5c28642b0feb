-- A member of the chain is waited for since the sale began to wait for this very one, not since the sale was recorded: it
-- may have waited for its buyer, or for somebody nearer, until then.
alter table sale add column awaited_since timestamptz;
update sale set awaited_since = recorded_at where settled_at is null;
alter table sale add constraint awaited_since_then check ((awaited_since is null) = (awaited_user_id is null));
