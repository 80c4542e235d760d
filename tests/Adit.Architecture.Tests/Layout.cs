namespace Adit.Architecture.Tests;

/// <summary>The projects, and which of ours each may use. A project exists only for a boundary that this table holds.</summary>
internal static class Layout
{
    public const string Protocols = "Adit.Protocols";
    public const string Access = "Adit.Access";
    public const string Certificates = "Adit.Certificates";
    public const string Diagnosis = "Adit.Diagnosis";
    public const string Linux = "Adit.Linux";
    public const string Storage = "Adit.Storage";
    public const string Transport = "Adit.Transport";
    public const string Server = "Adit.Server";
    public const string Client = "Adit.Client";
    public const string Cli = "Adit.Cli";

    public static IReadOnlyDictionary<string, string[]> MayUse { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        [Protocols] = [],
        [Access] = [Protocols],
        [Certificates] = [Protocols],
        [Diagnosis] = [Protocols],
        [Linux] = [Protocols],
        [Storage] = [Protocols, Access, Certificates, Diagnosis],
        [Transport] = [Protocols, Linux],
        [Server] = [Protocols, Access, Certificates, Diagnosis, Linux, Storage, Transport],
        [Client] = [Protocols, Certificates, Diagnosis, Linux, Transport],
        [Cli] = [Protocols, Certificates, Diagnosis, Server, Client],
    };

    /// <summary>The root of the checkout: this folder is artifacts/bin/PROJECT/CONFIGURATION.</summary>
    public static string Root { get; } = Path.GetFullPath("../../../..", AppContext.BaseDirectory.TrimEnd('/'));
}
