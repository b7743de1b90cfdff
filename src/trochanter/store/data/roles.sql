-- Rights of the program in a PostgreSQL database of records. Whoever owns the tables opens the records once, so that the
-- tables are there, then runs this, and runs it again after every update of the tables:
--     psql DATABASE -v ON_ERROR_STOP=1 -f roles.sql
-- It makes a role trochanter_program that nobody can log in as. Who works with the records gets it:
--     CREATE ROLE reception LOGIN PASSWORD '...' IN ROLE trochanter_program;
-- That role can read, add, change and forget people, and only add to the audit. It cannot change tables, or the audit.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'trochanter_program') THEN
        CREATE ROLE trochanter_program NOLOGIN;
    END IF;
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, trochanter_program;
GRANT USAGE ON SCHEMA public TO trochanter_program;

GRANT SELECT ON alembic_version, settings TO trochanter_program;
GRANT SELECT, INSERT ON audit, backups TO trochanter_program;
GRANT SELECT, INSERT, UPDATE ON audit_head TO trochanter_program;
GRANT SELECT, INSERT, UPDATE, DELETE
    ON people, screens, histories, measurements, assessments, plans, sessions, clearances, recordings
    TO trochanter_program;

-- Writing over what was forgotten (VACUUM FULL) is up to the owner before PostgreSQL 17, and can be given from then on.
DO $$
BEGIN
    IF current_setting('server_version_num')::int >= 170000 THEN
        EXECUTE 'GRANT MAINTAIN ON people, screens, histories, measurements, assessments, plans, sessions, clearances,'
            ' recordings, backups, settings, audit_head, audit TO trochanter_program';
    END IF;
END
$$;
