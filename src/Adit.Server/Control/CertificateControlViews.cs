namespace Adit.Server.Control;

/// <summary>Our own CA.</summary>
/// <param name="Root">What clients import as trusted.</param>
/// <param name="Issuer">The CA that issues; with one tier, the root.</param>
/// <param name="Templates">What it issues.</param>
/// <param name="Publication">Where clients find its list.</param>
/// <param name="List">The list itself; null before the first.</param>
/// <param name="Renewal">When and how it will renew the server's own certificate, as rehearsed just now.</param>
public sealed record AuthorityView(
    CertificateView Root,
    CertificateView Issuer,
    IReadOnlyList<string> Templates,
    PublicationView Publication,
    RevocationListView? List,
    RenewalView Renewal);

/// <summary>The next renewal of the server's own certificate.</summary>
/// <param name="DueUtc">When.</param>
/// <param name="Problem">What would be wrong with the new one, with its code; null where nothing would.</param>
public sealed record RenewalView(DateTimeOffset DueUtc, string? Problem);

/// <summary>The addresses that new certificates carry.</summary>
/// <param name="List">Of the revocation list; null where certificates carry none.</param>
/// <param name="Issuer">Of the issuing CA's certificate.</param>
/// <param name="Ocsp">Where OCSP is asked.</param>
/// <param name="ServersToo">Whether the server's own certificate carries them as well.</param>
/// <param name="WhyNot">Why certificates carry none; null where they do.</param>
public sealed record PublicationView(string? List, string? Issuer, string? Ocsp, bool ServersToo, string? WhyNot)
{
    /// <summary>The address of the root's list as the issuing CA's certificate carries it; null where it carries none.</summary>
    public string? RootList { get; init; }
}

/// <summary>The revocation list that is published.</summary>
/// <param name="Number">Its number.</param>
/// <param name="ThisUpdateUtc">From when on it holds.</param>
/// <param name="NextUpdateUtc">When the next must be there.</param>
/// <param name="Entries">How many certificates it lists.</param>
public sealed record RevocationListView(long Number, DateTimeOffset ThisUpdateUtc, DateTimeOffset NextUpdateUtc, int Entries);

/// <summary>A certificate that our CA has issued.</summary>
/// <param name="Serial">Its serial number in hexadecimal.</param>
/// <param name="Template">Its kind.</param>
/// <param name="Subject">Its distinguished name.</param>
/// <param name="NotBeforeUtc">When it begins.</param>
/// <param name="NotAfterUtc">When it ends.</param>
/// <param name="Sha256">Its thumbprint.</param>
/// <param name="RevokedUtc">When it was revoked; null where it was not.</param>
/// <param name="Reason">Why, as in <c>keyCompromise</c>; null where it was not.</param>
public sealed record IssuedView(
    string Serial,
    string Template,
    string Subject,
    DateTimeOffset NotBeforeUtc,
    DateTimeOffset NotAfterUtc,
    string Sha256,
    DateTimeOffset? RevokedUtc,
    string? Reason);

/// <summary>What our CA is to issue.</summary>
/// <param name="Template">Which kind: server, user, device or vpn-only.</param>
/// <param name="Names">Whom it names; empty for those in the request.</param>
/// <param name="Request">The request that proves the key (PKCS #10), in PEM.</param>
/// <param name="Email">A user's mail address.</param>
/// <param name="Sid">The security identifier of a user or device in a Windows domain.</param>
/// <param name="Days">How many days it lives, fewer than its kind's; null for those.</param>
public sealed record IssueOrder(string Template, IReadOnlyList<string> Names, string Request, string? Email, string? Sid, int? Days);

/// <summary>Which certificate is to be renewed.</summary>
/// <param name="Certificate">Its serial number or thumbprint.</param>
/// <param name="Request">The request that proves the new key (PKCS #10), in PEM.</param>
public sealed record RenewalOrder(string Certificate, string Request);

/// <summary>A certificate that has just been issued.</summary>
/// <param name="Certificate">What it is.</param>
/// <param name="Pem">It and the CA that issued it, in PEM.</param>
/// <param name="LeftOut">What the request asked for and was not given.</param>
public sealed record NewCertificateView(IssuedView Certificate, string Pem, IReadOnlyList<string> LeftOut);

/// <summary>A certificate of a store.</summary>
/// <param name="Store">Which: machine, roots, intermediates, ntauth or untrusted.</param>
/// <param name="Subject">Its distinguished name.</param>
/// <param name="Issuer">Who issued it.</param>
/// <param name="NotBeforeUtc">When it begins.</param>
/// <param name="NotAfterUtc">When it ends.</param>
/// <param name="Sha256">Its thumbprint.</param>
/// <param name="HasKey">Whether its key is there.</param>
/// <param name="Exportable">Whether the key may leave the store.</param>
/// <param name="Untrusted">Whether it is among the untrusted, in whichever store it stands.</param>
public sealed record StoredView(
    string Store,
    string Subject,
    string Issuer,
    DateTimeOffset NotBeforeUtc,
    DateTimeOffset NotAfterUtc,
    string Sha256,
    bool HasKey,
    bool Exportable,
    bool Untrusted);

/// <summary>What is to be put into a store.</summary>
/// <param name="Store">Which.</param>
/// <param name="Pem">Certificates, and perhaps one key, in PEM.</param>
/// <param name="Exportable">Whether the key may leave the store again.</param>
public sealed record ImportOrder(string Store, string Pem, bool Exportable);

/// <summary>What an import has done.</summary>
/// <param name="Added">The entries it made.</param>
/// <param name="Remarks">What is worth knowing.</param>
public sealed record ImportedView(IReadOnlyList<StoredView> Added, IReadOnlyList<string> Remarks);

/// <summary>A certificate out of a store or out of our CA's books.</summary>
/// <param name="Pem">It, and its key where that was asked for, in PEM.</param>
public sealed record ExportedView(string Pem);

/// <summary>A request to another CA that is to be made.</summary>
/// <param name="Names">Whom it names; the first stands in the subject, too.</param>
/// <param name="Key">The kind of key: p256, rsa2048, rsa3072 or rsa4096.</param>
/// <param name="Ike">Whether it asks for the purpose IP security IKE intermediate, too.</param>
/// <param name="Exportable">Whether the key may leave the store.</param>
public sealed record RequestOrder(IReadOnlyList<string> Names, string Key, bool Ike, bool Exportable);

/// <summary>A request to another CA that waits for its answer.</summary>
/// <param name="Id">SHA-256 of its public key.</param>
/// <param name="Names">Whom it names.</param>
/// <param name="MadeUtc">When it was made.</param>
/// <param name="Pem">The request itself (PKCS #10).</param>
public sealed record PendingRequestView(string Id, IReadOnlyList<string> Names, DateTimeOffset MadeUtc, string Pem);
