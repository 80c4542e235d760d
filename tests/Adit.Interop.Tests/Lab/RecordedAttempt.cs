using System.Text;
using System.Text.Json;
using Adit.Protocols.Crypto;

namespace Adit.Interop.Tests.Lab;

/// <summary>The newest attempt of a user, exported as whoever seeks help does.</summary>
internal sealed class RecordedAttempt(string file, string text)
{
    /// <summary>Has a server record calls from now on.</summary>
    public static Task RecordAsync(ServerProcess server) => server.ReloadWithAsync("attempts:\n  record: all");

    public static async Task<RecordedAttempt> ExportAsync(ServerProcess server, Topology topology, string user)
    {
        var file = Path.Combine(topology.Folder, $"attempt-{Guid.NewGuid():n}.json");
        (await server.AskAsync("attempt", "export", user, "--out", file)).Expect();
        return new RecordedAttempt(file, await File.ReadAllTextAsync(file));
    }

    /// <summary>Replays it; the failure code it ended with, empty for none.</summary>
    public async Task<string> ReplayAsync()
    {
        var report = JsonDocument.Parse((await Command.RunAsync(Repository.Adit, "attempt", "replay", file, "-o", "json")).Expect()).RootElement;
        Assert.Equal(JsonValueKind.Null, report.GetProperty("difference").ValueKind);
        Assert.False(report.GetProperty("isCut").GetBoolean());
        return report.GetProperty("failureCode").GetString() ?? "";
    }

    /// <summary>Neither the password, nor its hash, nor anything from which either could be guessed at.</summary>
    public void HoldsNothingOf(string password)
    {
        Assert.Contains("adit-recording", text, StringComparison.Ordinal);
        Assert.DoesNotContain(password, text, StringComparison.Ordinal);
        foreach (var secret in (byte[][])[Encoding.UTF8.GetBytes(password), Encoding.Unicode.GetBytes(password), MsChapV2.NtPasswordHash(password).ToArray()])
            Assert.DoesNotContain(Convert.ToHexString(secret), text, StringComparison.OrdinalIgnoreCase);
        foreach (var line in text.Split('\n').Where(line => line.Contains("ff03c22302", StringComparison.Ordinal))) // CHAP's responses
            Assert.Contains(new string('0', 90), line, StringComparison.Ordinal);
    }
}
