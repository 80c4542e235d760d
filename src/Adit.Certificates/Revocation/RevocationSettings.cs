namespace Adit.Certificates.Revocation;

/// <summary>
/// How strictly the revocation of a chain is checked. The four settings that Windows' policy server has for it are
/// <see cref="IsChecked"/> (NoRevocationCheck), <see cref="AcceptsNoInformation"/> (IgnoreNoRevocationCheck),
/// <see cref="AcceptsOffline"/> (IgnoreRevocationOffline) and <see cref="ChecksRoot"/> (NoRootRevocationCheck).
/// </summary>
public sealed record RevocationSettings
{
    /// <summary>Nothing is checked, and nothing is fetched.</summary>
    public static RevocationSettings Off { get; } = new() { IsChecked = false };

    /// <summary>What is known to be revoked is refused; what cannot be found out within 5 s is not.</summary>
    public static RevocationSettings Soft { get; } = new() { AcceptsNoInformation = true, AcceptsOffline = true, Time = TimeSpan.FromSeconds(5) };

    /// <summary>As Windows' SSTP client: a certificate that names no place is accepted, and one whose place does not answer is not.</summary>
    public static RevocationSettings Windows { get; } = new() { AcceptsNoInformation = true };

    /// <summary>Only what is known to be good is accepted.</summary>
    public static RevocationSettings Hard { get; } = new();

    /// <summary>Whether anything is checked at all.</summary>
    public bool IsChecked { get; init; } = true;

    /// <summary>Whether a certificate is accepted that names no place where it could be looked up.</summary>
    public bool AcceptsNoInformation { get; init; }

    /// <summary>Whether a certificate is accepted when none of the places that it names can be reached or tells anything of use.</summary>
    public bool AcceptsOffline { get; init; }

    /// <summary>Whether the root is looked up, too. It says so of itself, so that little is gained; most roots name no place.</summary>
    public bool ChecksRoot { get; init; }

    /// <summary>How long the check of a whole chain may take: 20 s, as Windows takes.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Those of a word: off, soft, windows or hard; null for any other.</summary>
    public static RevocationSettings? ByName(string name) => name switch
    {
        "off" => Off,
        "soft" => Soft,
        "windows" => Windows,
        "hard" => Hard,
        _ => null,
    };
}
