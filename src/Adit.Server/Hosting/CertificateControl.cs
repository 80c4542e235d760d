using System.Security.Cryptography.X509Certificates;
using System.Text;
using Adit.Access.Auditing;
using Adit.Certificates;
using Adit.Certificates.Issuing;
using Adit.Certificates.Names;
using Adit.Certificates.Revocation;
using Adit.Certificates.Stores;
using Adit.Diagnosis;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Server.Control;
using StoreName = Adit.Certificates.Stores.StoreName;

namespace Adit.Server.Hosting;

/// <summary>What the control API asks about certificates. Every change is audited here, a refused one with its code.</summary>
internal sealed class CertificateControl(
    CertificateAuthority ca,
    CertificateKeeper keeper,
    IIssuedCertificates books,
    IssuingService issuing,
    RevocationListPublisher lists,
    Publication publication,
    CertificateStores stores,
    PendingRequests pending,
    IOpenSessions sessions,
    RefusedSessions refused,
    IAuditLog audit,
    TimeProvider clock) : ICertificateControl
{
    private const int MaxAuditedText = 256;

    private readonly StoreImport _import = new(stores, pending);

    public ValueTask<AuthorityView> GetAuthorityAsync(CancellationToken cancellationToken) => new(new AuthorityView(
        CertificateViews.Of(ca.Certificate),
        CertificateViews.Of(ca.Issuer),
        [.. CertificateTemplate.All.Select(template => template.Name)],
        publication.View with { RootList = RevocationPlaces.Of(ca.Issuer).Lists is [var first, ..] ? first : null },
        lists.Current is { } list ? new RevocationListView(list.Number, list.ThisUpdateUtc, list.NextUpdateUtc, list.Entries) : null,
        new RenewalView(keeper.RenewalUtc, keeper.Rehearse() is { } failure ? $"{failure.Code}: {FailureFacts.Describe(failure)}" : null)));

    public async ValueTask<IReadOnlyList<IssuedView>> ListIssuedAsync(CancellationToken cancellationToken) =>
        [.. (await books.ListAsync(cancellationToken)).Select(CertificateViews.Of)];

    public ValueTask<NewCertificateView> IssueAsync(IssueOrder order, Actor actor, CancellationToken cancellationToken) => AuditAsync(
        actor, "ca.issue", $"{order.Template} {string.Join(' ', order.Names)}", async () =>
        {
            var template = CertificateTemplate.Find(order.Template)
                ?? throw CertificateProblems.UnknownWord("kind of certificate", order.Template, CertificateTemplate.All.Select(each => each.Name));
            var wanted = new CertificateOrder(template, order.Names)
            {
                Email = order.Email,
                Sid = order.Sid,
                Life = order.Days is { } days ? TimeSpan.FromDays(days) : null,
            };
            return ViewOf(await issuing.IssueAsync(wanted, Read(order.Request), cancellationToken));
        },
        issued => $"serial {issued.Certificate.Serial}: {issued.Certificate.Subject}");

    public ValueTask<NewCertificateView> RenewAsync(RenewalOrder order, Actor actor, CancellationToken cancellationToken) => AuditAsync(
        actor, "ca.renew", order.Certificate,
        async () => ViewOf(await issuing.RenewAsync(order.Certificate, Read(order.Request), cancellationToken)),
        issued => $"serial {issued.Certificate.Serial}: {issued.Certificate.Subject}");

    /// <summary>The list first, then the sessions: whoever comes back meanwhile is refused already, for the books say so.</summary>
    public ValueTask<IssuedView> RevokeAsync(string certificate, string reason, Actor actor, CancellationToken cancellationToken) => AuditAsync(
        actor, "ca.revoke", certificate, async () =>
        {
            var revoked = await issuing.RevokeAsync(certificate, StoreWords.ReasonOf(reason), cancellationToken);
            sessions.EndOfCertificate(revoked.Fingerprint, new CallFailure.DisconnectedByAdministrator(actor.Name));
            await lists.PublishAsync(CancellationToken.None); // what was done is to be known, whoever has gone away
            return CertificateViews.Of(revoked);
        },
        revoked => $"serial {revoked.Serial}: {revoked.Reason}, {revoked.Subject}");

    public ValueTask<IReadOnlyList<StoredView>> ListStoredAsync(string? store, CancellationToken cancellationToken)
    {
        var asked = store is null ? Enum.GetValues<StoreName>() : [StoreWords.StoreOf(store)];
        return new([.. asked.SelectMany(name => stores.List(name)).Select(ViewOf)]);
    }

    public ValueTask<ImportedView> ImportAsync(ImportOrder order, Actor actor, CancellationToken cancellationToken) => AuditAsync(
        actor, "certificate.import", order.Store, () =>
        {
            using var material = CertificateMaterial.Read(Encoding.UTF8.GetBytes(order.Pem), password: null);
            var result = _import.Import(StoreWords.StoreOf(order.Store), material, order.Exportable);
            refused.EndDistrusted(new CallFailure.DisconnectedByAdministrator(actor.Name));
            return new ValueTask<ImportedView>(new ImportedView(
                [.. result.Added.Select(added => ViewOf(stores.Find(added.Store, added.Fingerprint)!))], result.Remarks));
        },
        imported => string.Join(", ", imported.Added.Select(added => $"{added.Store} {added.Sha256}")));

    public async ValueTask RemoveAsync(string store, string certificate, Actor actor, CancellationToken cancellationToken) => await AuditAsync(
        actor, "certificate.remove", certificate, () => stores.Remove(StoreWords.StoreOf(store), certificate)
            ? new ValueTask<bool>(true)
            : throw new StoreException(new StoreFailure.NotFound(certificate)),
        _ => $"from {store}");

    public ValueTask<ExportedView> ExportAsync(string certificate, bool withKey, Actor actor, CancellationToken cancellationToken) => withKey
        ? AuditAsync(actor, "certificate.export", certificate, () => new ValueTask<ExportedView>(ExportWithKey(certificate)), _ => "with its key")
        : FindAsync(certificate, cancellationToken);

    public ValueTask<PendingRequestView> RequestAsync(RequestOrder order, Actor actor, CancellationToken cancellationToken) => AuditAsync(
        actor, "certificate.request", string.Join(' ', order.Names),
        () => new ValueTask<PendingRequestView>(ViewOf(pending.Make(order.Names, StoreWords.KeyOf(order.Key), order.Ike, order.Exportable))),
        request => $"key {request.Id}");

    public ValueTask<IReadOnlyList<PendingRequestView>> ListRequestsAsync(CancellationToken cancellationToken) =>
        new([.. pending.List().Select(ViewOf)]);

    public async ValueTask RemoveRequestAsync(string id, Actor actor, CancellationToken cancellationToken) => await AuditAsync(
        actor, "certificate.request-remove", id,
        () => pending.Remove(id) ? new ValueTask<bool>(true) : throw new StoreException(new StoreFailure.NotFound(id)), _ => "");

    private ExportedView ExportWithKey(string certificate)
    {
        using var entry = stores.Find(StoreName.Machine, certificate) ?? throw new StoreException(new StoreFailure.NotFound(certificate));
        if (!entry.HasKey)
            throw new StoreException(new StoreFailure.KeyMissing(entry.Certificate.Subject));
        if (!entry.IsExportable)
            throw new StoreException(new StoreFailure.NotExportable(entry.Certificate.Subject));

        using var key = stores.LoadKey(entry);
        return new ExportedView(CertificateMaterial.ToPem([entry.Certificate], key));
    }

    private async ValueTask<ExportedView> FindAsync(string certificate, CancellationToken cancellationToken)
    {
        foreach (var name in Enum.GetValues<StoreName>())
        {
            using var entry = stores.Find(name, certificate);
            if (entry is not null)
                return new ExportedView(entry.Certificate.ExportCertificatePem() + "\n");
        }

        foreach (var own in (X509Certificate2[])[ca.Certificate, ca.Issuer])
        {
            if (CertificateViews.Of(own).Sha256.Equals(certificate.Replace(":", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))
                return new ExportedView(own.ExportCertificatePem() + "\n");
        }

        try
        {
            return new ExportedView(PemOf(await issuing.FindAsync(certificate, cancellationToken)));
        }
        catch (IssuingException exception)
        {
            var problem = CertificateProblems.Of(new StoreFailure.NotFound(certificate));
            throw new ControlException(problem.Fault, problem.Problem, exception);
        }
    }

    private NewCertificateView ViewOf(IssuedResult issued) => new(
        CertificateViews.Of(issued.Entry),
        PemOf(issued.Entry) + string.Concat(ca.Chain.Select(issuer => issuer.ExportCertificatePem() + "\n")),
        issued.LeftOut);

    private StoredView ViewOf(StoredCertificate entry)
    {
        using (entry)
            return CertificateViews.Of(entry, stores.IsUntrusted(entry.Fingerprint));
    }

    private static PendingRequestView ViewOf(PendingRequest request) => new(request.Id, request.Names, request.MadeUtc, request.Pem);

    private static string PemOf(IssuedCertificate issued) =>
        System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", issued.Der.Span) + "\n";

    private static SigningRequest Read(string pem) => SigningRequest.Read(Encoding.UTF8.GetBytes(pem));

    private async ValueTask<T> AuditAsync<T>(Actor actor, string action, string subject, Func<ValueTask<T>> change, Func<T, string> detail)
    {
        try
        {
            var result = await change();
            await EnterAsync(actor, action, subject, detail(result));
            return result;
        }
        catch (Exception exception) when (ProblemOf(exception) is { } problem)
        {
            await EnterAsync(actor, action, subject, $"refused: {problem.Problem.Code}");
            throw new ControlException(problem.Fault, problem.Problem, exception);
        }
    }

    private static ControlException? ProblemOf(Exception exception) => exception switch
    {
        ControlException control => control,
        IssuingException issuing => CertificateProblems.Of(issuing.Failure),
        StoreException store => CertificateProblems.Of(store.Failure),
        ServerNameException name => new ControlException(ControlFault.Invalid, new ProblemView("name-invalid", name.Message, "Correct the name.")),
        CertificateFileException file => new ControlException(
            ControlFault.Failed, new ProblemView("certificate-file", file.Message, "Mend the file as said, and look whether the disk is full.")),
        _ => null,
    };

    /// <summary>Not cancelled with the request: what was done is done.</summary>
    private ValueTask EnterAsync(Actor actor, string action, string subject, string detail) => audit.AppendAsync(
        new AuditEntry(clock.GetUtcNow(), actor.Name, action, Cut(subject), Cut(detail)), CancellationToken.None);

    private static string Cut(string text) => text[..Math.Min(text.Length, MaxAuditedText)];
}
