namespace Adit.Certificates.Revocation;

/// <summary>Gets what certificates name, within bounds of time and length.</summary>
public interface IRevocationFetcher
{
    /// <summary>Asks once. Throws nothing but <see cref="OperationCanceledException"/>, and that only for the caller's own token.</summary>
    Task<Fetched> FetchAsync(FetchRequest request, CancellationToken cancellation);
}

/// <summary>What to get.</summary>
/// <param name="Address">Where, as a certificate writes it.</param>
/// <param name="MaxLength">How long the answer may be, in bytes.</param>
/// <param name="Body">What to send; null for a plain GET.</param>
/// <param name="ContentType">What that is.</param>
public sealed record FetchRequest(string Address, int MaxLength, ReadOnlyMemory<byte>? Body = null, string? ContentType = null);

/// <summary>What came of it: either of the two is null.</summary>
/// <param name="Body">The answer.</param>
/// <param name="Problem">Why there is none, as a sentence without the address.</param>
public sealed record Fetched(ReadOnlyMemory<byte>? Body, string? Problem);
