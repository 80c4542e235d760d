namespace Adit.Cli.Connections;

/// <summary>Where connections that are always on have their files, below a root that tests move.</summary>
internal sealed record ConnectionPlaces(string Root)
{
    /// <summary>The folder of the connections' files.</summary>
    public const string Profiles = "/etc/adit/connections";

    private const string Units = "/etc/systemd/system";
    private const string Extension = ".yaml";

    /// <summary>The unit template.</summary>
    public string UnitFile => Below($"{Units}/{ConnectionUnit.Name}");

    /// <summary>Whether systemd runs this machine, so that it can be told.</summary>
    public bool HasSystemd => Root == "/" && Directory.Exists("/run/systemd/system");

    /// <summary>The file of a connection.</summary>
    public string ProfileOf(string name) => Below($"{Profiles}/{name}{Extension}");

    /// <summary>The link by which systemd starts it with the machine.</summary>
    public string LinkOf(string name) => Below($"{Units}/multi-user.target.wants/{InstanceOf(name)}");

    /// <summary>What systemd calls it.</summary>
    public static string InstanceOf(string name) => ConnectionUnit.Name.Replace("@", $"@{name}", StringComparison.Ordinal);

    /// <summary>The connections that have a file, by name.</summary>
    public IReadOnlyList<string> ListNames() => Directory.Exists(Below(Profiles))
        ? [.. Directory.GetFiles(Below(Profiles), $"*{Extension}").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Whether it starts with the machine.</summary>
    public bool IsInstalled(string name) => Path.Exists(LinkOf(name)) || new FileInfo(LinkOf(name)).LinkTarget is not null;

    private string Below(string path) => Path.Combine(Root, path.TrimStart('/'));
}
