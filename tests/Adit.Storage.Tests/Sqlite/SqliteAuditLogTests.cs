using Adit.Access.Auditing;

namespace Adit.Storage.Tests.Sqlite;

public sealed class SqliteAuditLogTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, null, 10, "3 2 1 0")]
    [InlineData(null, null, 2, "3 2")]
    [InlineData(2, null, 10, "3 2")]
    [InlineData(null, "anna", 10, "3 1")]
    [InlineData(2, "anna", 10, "3")]
    [InlineData(null, "nobody", 10, "")]
    public async Task Entries_come_newest_first_and_only_those_asked_for(int? sinceHour, string? actor, int count, string expected)
    {
        using var database = new TemporaryDatabase();
        for (var hour = 0; hour < 4; hour++)
            await database.Database.Audit.AppendAsync(new AuditEntry(Noon.AddHours(hour), hour % 2 == 0 ? "root" : "anna", "test", $"{hour}", ""), default);

        var since = sinceHour is { } hours ? Noon.AddHours(hours) : (DateTimeOffset?)null;
        var found = await database.Database.Audit.ListAsync(new AuditQuery(since, actor, count), default);

        Assert.Equal(expected, string.Join(' ', found.Select(entry => entry.Subject)));
    }
}
