using System.Text.Json;

namespace Adit.Cli.Events;

/// <summary>
/// The events of this machine's connections, a line each, in a file that never becomes long: when it is full it becomes the one before.
/// Nothing that goes wrong here is a reason not to connect.
/// </summary>
internal sealed class ClientJournal(string path)
{
    /// <summary>Where it is, where nobody says otherwise.</summary>
    public const string DefaultPath = "/var/log/adit/client-events.jsonl";

    /// <summary>Says where it is; empty for nowhere.</summary>
    public const string PathVariable = "ADIT_CLIENT_EVENTS";

    private const int MaxLength = 1 << 20;
    private const int MaxLineLength = 4096;

    private readonly string _before = path + ".1";

    /// <summary>This machine's.</summary>
    public static ClientJournal Own => new(Environment.GetEnvironmentVariable(PathVariable) ?? DefaultPath);

    /// <summary>Adds a line; where it cannot, nothing happens.</summary>
    public void Write(ClientEvent happened)
    {
        if (path.Length == 0)
            return;

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (File.Exists(path) && new FileInfo(path).Length > MaxLength)
                File.Move(path, _before, overwrite: true);
            using var file = new StreamWriter(path, new FileStreamOptions
            {
                Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            file.Write(JsonSerializer.Serialize(happened, ClientEventJson.Default.ClientEvent) + "\n"); // one write, one line, whoever else writes
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            // a disk that is full, or a user who may not: the connection matters more
        }
    }

    /// <summary>All that is kept, oldest first; lines that are none of ours are left out. Throws where it may not be read.</summary>
    public IEnumerable<ClientEvent> Read() => ReadLines(_before).Concat(ReadLines(path)).Select(Parse).OfType<ClientEvent>();

    private static IEnumerable<string> ReadLines(string file) => File.Exists(file) ? File.ReadLines(file) : [];

    private static ClientEvent? Parse(string line)
    {
        try
        {
            return line.Length > MaxLineLength ? null : JsonSerializer.Deserialize(line, ClientEventJson.Default.ClientEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
