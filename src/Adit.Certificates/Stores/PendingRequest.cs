namespace Adit.Certificates.Stores;

/// <summary>A request to another CA whose answer has not come yet; its key waits in the state directory.</summary>
/// <param name="Id">SHA-256 of its public key, in upper-case hex.</param>
/// <param name="Names">Whom it names, the first also in the subject.</param>
/// <param name="Pem">The request itself (PKCS #10).</param>
/// <param name="MadeUtc">When it was made.</param>
public sealed record PendingRequest(string Id, IReadOnlyList<string> Names, string Pem, DateTimeOffset MadeUtc);
