namespace Adit.Storage.Sqlite;

/// <summary>
/// The tables, as numbered steps: step n takes a database of <c>user_version</c> n - 1 to n. A step that has been released never changes;
/// what is to differ comes as the next step. Times are milliseconds since 1970 in UTC, addresses are numbers in host order.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>Marks a database as ours: "Adit" in ASCII.</summary>
    public const int ApplicationId = 0x41646974;

    public static IReadOnlyList<string> Steps { get; } =
    [
        """
        CREATE TABLE accounts (
            name            TEXT    PRIMARY KEY NOT NULL,
            password_kind   INTEGER NOT NULL,
            sealed_password BLOB    NOT NULL,
            created         INTEGER NOT NULL,
            password_set    INTEGER NOT NULL,
            enabled         INTEGER NOT NULL,
            expires         INTEGER,
            failures        INTEGER NOT NULL DEFAULT 0,
            locked_until    INTEGER,
            last_entry      INTEGER
        ) STRICT;

        CREATE TABLE unknown_names (
            id       INTEGER PRIMARY KEY CHECK (id = 1),
            failures INTEGER NOT NULL
        ) STRICT;
        INSERT INTO unknown_names (id, failures) VALUES (1, 0);

        CREATE TABLE audit (
            id      INTEGER PRIMARY KEY AUTOINCREMENT,
            at      INTEGER NOT NULL,
            actor   TEXT    NOT NULL,
            action  TEXT    NOT NULL,
            subject TEXT    NOT NULL,
            detail  TEXT    NOT NULL
        ) STRICT;

        CREATE TABLE changes (
            number  INTEGER PRIMARY KEY AUTOINCREMENT,
            at      INTEGER NOT NULL,
            kind    TEXT    NOT NULL,
            subject TEXT    NOT NULL
        ) STRICT;

        CREATE TABLE leases (
            gateway        TEXT    NOT NULL,
            address        INTEGER NOT NULL,
            account        TEXT    NOT NULL,
            session_id     TEXT    NOT NULL,
            correlation_id TEXT,
            since          INTEGER NOT NULL,
            released       INTEGER,
            PRIMARY KEY (gateway, address)
        ) STRICT;
        CREATE INDEX leases_by_account ON leases (gateway, account);

        CREATE TABLE sessions (
            gateway         TEXT    NOT NULL,
            session_id      TEXT    NOT NULL,
            user_name       TEXT    NOT NULL,
            calling_station TEXT    NOT NULL,
            address         INTEGER,
            correlation_id  TEXT,
            started         INTEGER NOT NULL,
            updated         INTEGER NOT NULL,
            ended           INTEGER,
            input_octets    INTEGER NOT NULL,
            output_octets   INTEGER NOT NULL,
            input_packets   INTEGER NOT NULL,
            output_packets  INTEGER NOT NULL,
            terminate_cause INTEGER NOT NULL,
            PRIMARY KEY (gateway, session_id)
        ) STRICT;
        CREATE INDEX sessions_by_start ON sessions (started);
        CREATE INDEX sessions_open ON sessions (started) WHERE ended IS NULL;
        CREATE INDEX sessions_ended ON sessions (ended) WHERE ended IS NOT NULL;

        CREATE TABLE attempts (
            id                 INTEGER PRIMARY KEY AUTOINCREMENT,
            started            INTEGER NOT NULL,
            gateway            TEXT    NOT NULL,
            link               TEXT    NOT NULL,
            peer               TEXT    NOT NULL,
            peer_address       TEXT    NOT NULL,
            correlation_id     TEXT,
            user_name          TEXT,
            user_key           TEXT,
            stages             TEXT    NOT NULL,
            facts              TEXT    NOT NULL,
            failure_code       TEXT,
            failure_facts      TEXT,
            client_code        INTEGER,
            client_code_source TEXT,
            ended              INTEGER,
            outcome            INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX attempts_by_start ON attempts (started);
        CREATE INDEX attempts_by_user ON attempts (user_key) WHERE user_key IS NOT NULL;
        CREATE INDEX attempts_by_correlation ON attempts (correlation_id) WHERE correlation_id IS NOT NULL;
        CREATE INDEX attempts_nameless ON attempts (peer_address) WHERE user_key IS NULL;
        """,
        """
        ALTER TABLE accounts ADD COLUMN address INTEGER;
        CREATE UNIQUE INDEX accounts_by_address ON accounts (address) WHERE address IS NOT NULL;
        """,
        "ALTER TABLE sessions ADD COLUMN ipv6_prefix TEXT",
        """
        CREATE TABLE certificates (
            id            INTEGER PRIMARY KEY AUTOINCREMENT,
            serial        TEXT    NOT NULL UNIQUE,
            issuer_key_id TEXT    NOT NULL,
            template      TEXT    NOT NULL,
            subject       TEXT    NOT NULL,
            der           BLOB    NOT NULL,
            not_before    INTEGER NOT NULL,
            not_after     INTEGER NOT NULL,
            revoked       INTEGER,
            reason        INTEGER
        ) STRICT;
        CREATE INDEX certificates_revoked ON certificates (issuer_key_id) WHERE revoked IS NOT NULL;
        """,
        """
        ALTER TABLE accounts ADD COLUMN ipv6_prefix TEXT;
        CREATE UNIQUE INDEX accounts_by_ipv6_prefix ON accounts (ipv6_prefix) WHERE ipv6_prefix IS NOT NULL;
        """,
        """
        ALTER TABLE accounts ADD COLUMN permission INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE accounts ADD COLUMN member_of TEXT NOT NULL DEFAULT '';
        ALTER TABLE accounts ADD COLUMN hours TEXT;
        ALTER TABLE accounts ADD COLUMN caller_id TEXT;
        ALTER TABLE accounts ADD COLUMN password_expiry INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE accounts ADD COLUMN routes TEXT NOT NULL DEFAULT '';
        """,
        """
        CREATE TABLE access_log (
            id                INTEGER PRIMARY KEY AUTOINCREMENT,
            at                INTEGER NOT NULL,
            kind              INTEGER NOT NULL,
            code              TEXT    NOT NULL,
            reason            INTEGER NOT NULL,
            count             INTEGER NOT NULL,
            user_name         TEXT    NOT NULL,
            user_key          TEXT    NOT NULL,
            account           TEXT    NOT NULL,
            client            TEXT    NOT NULL,
            calling_station   TEXT    NOT NULL,
            connection_policy TEXT    NOT NULL,
            network_policy    TEXT    NOT NULL,
            session_id        TEXT    NOT NULL,
            correlation_id    TEXT,
            attributes        TEXT    NOT NULL
        ) STRICT;
        CREATE INDEX access_log_by_time ON access_log (at);
        CREATE INDEX access_log_by_user ON access_log (user_key);
        CREATE INDEX access_log_by_account ON access_log (account);
        """,
        """
        CREATE TABLE denials (
            kind    INTEGER NOT NULL,
            subject TEXT    NOT NULL,
            at      INTEGER NOT NULL,
            actor   TEXT    NOT NULL,
            reason  TEXT    NOT NULL,
            PRIMARY KEY (kind, subject)
        ) STRICT;
        """,
        """
        CREATE TABLE recordings (
            attempt INTEGER PRIMARY KEY,
            made    INTEGER NOT NULL,
            text    TEXT    NOT NULL
        ) STRICT;
        """,
        """
        DROP INDEX leases_by_account;
        CREATE INDEX leases_former ON leases (gateway, account, since DESC, address) WHERE released IS NOT NULL;
        """,
        // Ids rise with time, so what is old is found at the old end; and no question was ever answered from the other two.
        """
        DROP INDEX attempts_by_start;
        DROP INDEX access_log_by_time;
        DROP INDEX access_log_by_user;
        DROP INDEX access_log_by_account;
        """,
    ];
}
