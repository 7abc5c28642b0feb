-- The text of every key compares by its bytes, whatever locale the server has: a server with another version of its locale's library
-- still finds everything in its indexes.
alter table budget_schedule alter column period type text collate "C";
alter table budget_run alter column period type text collate "C";
