using Adit.Protocols;

namespace Adit.Access.Sealing;

/// <summary>Why the key file cannot be used.</summary>
public abstract record SealingFailure(string Code) : Failure(Code)
{
    /// <summary>Others than its owner may use the file.</summary>
    public sealed record TooOpen(string Path, UnixFileMode Mode) : SealingFailure("SEAL-101");

    /// <summary>The file belongs to another user.</summary>
    public sealed record NotOurs(string Path) : SealingFailure("SEAL-102");

    /// <summary>The file does not hold exactly one key.</summary>
    public sealed record Malformed(string Path, long Length) : SealingFailure("SEAL-103");

    /// <summary>The file cannot be read.</summary>
    public sealed record Unreadable(string Path) : SealingFailure("SEAL-104");
}
