using Adit.Certificates.Revocation;

namespace Adit.Server.Configuration;

/// <summary>How strictly the gateway looks up whether certificates that others show it are revoked.</summary>
public sealed record RevocationOptions
{
    /// <summary>Certificates of users who sign in with EAP-TLS.</summary>
    public RevocationRules Users { get; init; } = new();

    /// <summary>Certificates of machines that sign in by themselves.</summary>
    public RevocationRules Devices { get; init; } = new();
}

/// <summary>The rules for one kind of certificate. The defaults accept only what is known to be good.</summary>
public sealed record RevocationRules
{
    /// <summary>Whether anything is looked up at all.</summary>
    public bool Check { get; init; } = true;

    /// <summary>What becomes of a certificate that names no place where it could be looked up.</summary>
    public WhenUnknown NoInformation { get; init; }

    /// <summary>What becomes of a certificate when no place that it names tells.</summary>
    public WhenUnknown Offline { get; init; }

    /// <summary>Whether the root is looked up, too.</summary>
    public bool Root { get; init; }

    internal RevocationSettings Settings => new()
    {
        IsChecked = Check,
        AcceptsNoInformation = NoInformation is WhenUnknown.Accept,
        AcceptsOffline = Offline is WhenUnknown.Accept,
        ChecksRoot = Root,
    };

    internal static RevocationOptions Read(YamlSection section, RevocationOptions defaults) => new()
    {
        Users = section.Section("users", defaults.Users, ReadRules),
        Devices = section.Section("devices", defaults.Devices, ReadRules),
    };

    private static RevocationRules ReadRules(YamlSection section, RevocationRules defaults) => new()
    {
        Check = section.Flag("check", defaults.Check),
        NoInformation = section.Word("noInformation", defaults.NoInformation),
        Offline = section.Word("offline", defaults.Offline),
        Root = section.Flag("root", defaults.Root),
    };
}

/// <summary>What becomes of a certificate of which nothing is known.</summary>
public enum WhenUnknown
{
    /// <summary>It is refused.</summary>
    Refuse,

    /// <summary>It is accepted.</summary>
    Accept,
}
