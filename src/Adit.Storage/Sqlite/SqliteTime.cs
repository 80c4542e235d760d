namespace Adit.Storage.Sqlite;

/// <summary>Times as the database keeps them: milliseconds since 1970 in UTC.</summary>
internal static class SqliteTime
{
    public static long ToSql(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static long? ToSql(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    public static DateTimeOffset FromSql(long time) => DateTimeOffset.FromUnixTimeMilliseconds(time);

    public static DateTimeOffset? FromSql(long? time) => time is { } value ? FromSql(value) : null;
}
