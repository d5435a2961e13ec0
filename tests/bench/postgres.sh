#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/bench/postgres.sh NAMES QUERIES
# PostgreSQL's trigram index over NAMES (lines of entry, tab, name), asked for QUERIES (lines of entry, tab, name): all
# names with a similarity of .5. Prints the median and the 99th hundredth in microseconds, queries per second of the
# server's processor time, and the share of queries whose entry was found. The server lives for this call only, in a
# folder of its own, reached through a socket there.
set -eu
names=$(realpath "$1")
queries=$(realpath "$2")
bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -n 1)
[ -n "$bin" ] && [ -x "$bin/initdb" ] || { echo "bench: no postgresql here, see make bench-deps" >&2; exit 1; }

folder=$(mktemp -d /tmp/pnr-bench-XXXXXX)
as_server= # the server refuses to run as root
if [ "$(id -u)" -eq 0 ]; then
  chown postgres "$folder"
  as_server='runuser -u postgres --'
fi
# as_server is a command or nothing, so it is not quoted.
stop() {
  $as_server "$bin/pg_ctl" -D "$folder/data" -m immediate stop > /dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT INT TERM
cd "$folder"
$as_server "$bin/initdb" -D "$folder/data" -U bench -A trust -E UTF8 --locale=C.UTF-8 > "$folder/log"
$as_server "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -w start -o "-k $folder -c listen_addresses= \
  -c shared_buffers=1GB -c maintenance_work_mem=1GB -c fsync=off -c jit=off -c max_parallel_workers_per_gather=0" \
  >> "$folder/log"
sql() { $as_server "$bin/psql" -h "$folder" -U bench -d postgres -q -A -t -v ON_ERROR_STOP=1 "$@"; }

sql << 'SQL' > /dev/null
CREATE EXTENSION pg_trgm;
CREATE TABLE names (entry int, name text);
CREATE TABLE queries (entry int, name text);
CREATE TABLE times (seconds float8, found bool);
SQL
sql -c '\copy names from pstdin' < "$names"
sql -c '\copy queries from pstdin' < "$queries"
sql << 'SQL'
CREATE INDEX ON names USING gin (name gin_trgm_ops);
VACUUM ANALYZE names;
SET pg_trgm.similarity_threshold = 0.5;
CREATE FUNCTION processor_seconds() RETURNS float8 LANGUAGE sql AS $$
  SELECT (split_part(stat, ' ', 14)::float8 + split_part(stat, ' ', 15)::float8) / 100
  FROM pg_read_file('/proc/self/stat', 0, 4000) AS stat
$$;
CREATE FUNCTION ask() RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE
  query record; begun timestamptz; found bool; processor float8 := processor_seconds();
BEGIN
  FOR query IN SELECT * FROM queries LOOP
    begun := clock_timestamp();
    EXECUTE 'SELECT bool_or(entry = $2) FROM names WHERE name % $1' INTO found USING query.name, query.entry;
    INSERT INTO times VALUES (extract(epoch FROM clock_timestamp() - begun), coalesce(found, false));
  END LOOP;
  RETURN processor_seconds() - processor;
END
$$;
SELECT ask() \g /dev/null
TRUNCATE times;
SELECT ask() AS processor \gset
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) * 1e6, percentile_cont(0.99) WITHIN GROUP (ORDER BY seconds) * 1e6,
  count(*) / :processor, avg(found::int) FROM times;
SQL
