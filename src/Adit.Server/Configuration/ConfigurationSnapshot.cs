namespace Adit.Server.Configuration;

/// <summary>A configuration that has been read and checked, and the same as keys with their values, to be shown and compared.</summary>
internal sealed record ConfigurationSnapshot(ServerConfiguration Configuration, IReadOnlyList<KnownKey> Keys)
{
    /// <summary>The one of an empty file.</summary>
    public static ConfigurationSnapshot Defaults { get; } = ConfigurationReader.ReadWhole("adit.yaml", "");
}
