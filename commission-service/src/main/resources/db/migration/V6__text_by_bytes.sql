-- The text of every key compares by its bytes, whatever locale the server has: two ids are one only if they are the same bytes,
-- and a server with another version of its locale's library still finds everything in its indexes.
do $$
declare
    key record;
begin
    for key in
        select distinct attrelid::regclass as relation, attname as column_name
        from pg_index join pg_class on pg_class.oid = indrelid
            join pg_attribute on attrelid = indrelid and attnum = any (indkey[0:indnkeyatts - 1])
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
            and attcollation = '"default"'::regcollation
    loop
        execute format('alter table %s alter column %I type text collate "C"', key.relation, key.column_name);
    end loop;
end $$;
