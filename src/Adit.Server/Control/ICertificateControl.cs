namespace Adit.Server.Control;

/// <summary>
/// What an operator can ask about certificates. Whatever is refused throws <see cref="ControlException"/>; changes are audited, refused
/// ones too. Certificates are named by serial number or SHA-256 thumbprint. Any thread may call.
/// </summary>
public interface ICertificateControl
{
    /// <summary>Our own CA.</summary>
    ValueTask<AuthorityView> GetAuthorityAsync(CancellationToken cancellationToken);

    /// <summary>What it has issued, the newest first.</summary>
    ValueTask<IReadOnlyList<IssuedView>> ListIssuedAsync(CancellationToken cancellationToken);

    /// <summary>Issues a certificate for the key of a request.</summary>
    ValueTask<NewCertificateView> IssueAsync(IssueOrder order, Actor actor, CancellationToken cancellationToken);

    /// <summary>Issues another with the names of one that it has issued; that one stays valid.</summary>
    ValueTask<NewCertificateView> RenewAsync(RenewalOrder order, Actor actor, CancellationToken cancellationToken);

    /// <summary>Revokes one for good: the list is published anew, and sessions that signed in with it end.</summary>
    ValueTask<IssuedView> RevokeAsync(string certificate, string reason, Actor actor, CancellationToken cancellationToken);

    /// <summary>What is in the stores, or in one of them.</summary>
    ValueTask<IReadOnlyList<StoredView>> ListStoredAsync(string? store, CancellationToken cancellationToken);

    /// <summary>Puts certificates into a store.</summary>
    ValueTask<ImportedView> ImportAsync(ImportOrder order, Actor actor, CancellationToken cancellationToken);

    /// <summary>Takes a certificate out of a store, with its key.</summary>
    ValueTask RemoveAsync(string store, string certificate, Actor actor, CancellationToken cancellationToken);

    /// <summary>Gives a certificate of any store or of our CA's books, and the key of an exportable one where that is asked for.</summary>
    ValueTask<ExportedView> ExportAsync(string certificate, bool withKey, Actor actor, CancellationToken cancellationToken);

    /// <summary>Makes a request to another CA; its key waits here for the answer.</summary>
    ValueTask<PendingRequestView> RequestAsync(RequestOrder order, Actor actor, CancellationToken cancellationToken);

    /// <summary>The requests that wait, the newest first.</summary>
    ValueTask<IReadOnlyList<PendingRequestView>> ListRequestsAsync(CancellationToken cancellationToken);

    /// <summary>Gives up a request, and its key.</summary>
    ValueTask RemoveRequestAsync(string id, Actor actor, CancellationToken cancellationToken);
}
