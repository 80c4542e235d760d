using Adit.Protocols;

namespace Adit.Certificates.Stores;

/// <summary>Why something could not be put into a store, or taken out of it. Subjects are text made harmless, since others wrote them.</summary>
public abstract record StoreFailure(string Code) : Failure(Code)
{
    /// <summary>The file is neither PEM, nor DER, nor PKCS #12, or what is in it cannot be read.</summary>
    public sealed record Unreadable(string Problem) : StoreFailure("PKI-150");

    /// <summary>The password of the PKCS #12 file is wrong, or it has one and none was given.</summary>
    public sealed record WrongPassword() : StoreFailure("PKI-151");

    /// <summary>The file is beyond all measure: too long, too many certificates, or a password check made to last.</summary>
    public sealed record BeyondMeasure(string What) : StoreFailure("PKI-152");

    /// <summary>A certificate of the machine needs its private key, and neither the file nor a pending request has it.</summary>
    public sealed record KeyMissing(string Subject) : StoreFailure("PKI-153");

    /// <summary>There is a key, and no certificate with it.</summary>
    public sealed record CertificateMissing() : StoreFailure("PKI-154");

    /// <summary>The key does not belong to the certificate beside it.</summary>
    public sealed record KeyMismatch(string Subject) : StoreFailure("PKI-155");

    /// <summary>The certificate is of no use in that store. <c>Proper</c> is the store where it belongs.</summary>
    public sealed record WrongStore(string Subject, StoreName Store, StoreName Proper) : StoreFailure("PKI-156");

    /// <summary>The key is weak, or of a kind that clients do not know.</summary>
    public sealed record WeakKey(string Subject, string Key) : StoreFailure("PKI-157");

    /// <summary>No store has this certificate.</summary>
    public sealed record NotFound(string Certificate) : StoreFailure("PKI-158");

    /// <summary>The key was not marked exportable when it was made or imported, so it does not leave the store.</summary>
    public sealed record NotExportable(string Subject) : StoreFailure("PKI-159");
}
