using Adit.Protocols;

namespace Adit.Storage;

/// <summary>Why the database cannot be used.</summary>
public abstract record StorageFailure(string Code) : Failure(Code)
{
    /// <summary>The file is no database of ours.</summary>
    public sealed record NotOurs(string Path) : StorageFailure("STO-101");

    /// <summary>The database was written by a newer Adit.</summary>
    public sealed record NewerSchema(string Path, int Found, int Known) : StorageFailure("STO-102");

    /// <summary>The database is damaged.</summary>
    public sealed record Damaged(string Path, string Detail) : StorageFailure("STO-103");

    /// <summary>Others than its owner may use the file.</summary>
    public sealed record TooOpen(string Path, UnixFileMode Mode) : StorageFailure("STO-104");

    /// <summary>The file cannot be opened, or the disk does not take it.</summary>
    public sealed record Unusable(string Path, string Detail) : StorageFailure("STO-105");
}
