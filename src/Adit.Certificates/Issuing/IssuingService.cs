using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Names;
using Adit.Certificates.Stores;

namespace Adit.Certificates.Issuing;

/// <summary>What our CA has done.</summary>
/// <param name="Entry">The certificate, as the books have it.</param>
/// <param name="LeftOut">What the request asked for and the template does not give, in words.</param>
public sealed record IssuedResult(IssuedCertificate Entry, IReadOnlyList<string> LeftOut);

/// <summary>
/// Issues, renews and revokes, and keeps the books. The key of a certificate never comes here: its owner proves it with a request. Any
/// thread may call.
/// </summary>
/// <param name="ca">The CA.</param>
/// <param name="books">What it has issued.</param>
/// <param name="points">Where a template's certificates send clients for the list; null for nowhere. Asked at each issue.</param>
/// <param name="clock">Tells when certificates begin.</param>
public sealed class IssuingService(
    CertificateAuthority ca, IIssuedCertificates books, Func<CertificateTemplate, PublicationPoints?> points, TimeProvider clock)
{
    private static readonly TimeSpan MinLife = TimeSpan.FromDays(1);

    /// <summary>Issues what is ordered, for the key of the request.</summary>
    /// <exception cref="IssuingException">The request or the order is refused; nothing is issued.</exception>
    public async ValueTask<IssuedResult> IssueAsync(CertificateOrder order, SigningRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(request);
        var left = request.OtherExtensions.Select(oid => $"the extension {oid}").ToList();
        if (order.Names.Count == 0)
        {
            var asked = SubjectNames.Requested(request, order.Template, left);
            order = order with { Names = asked.Names, Email = order.Email ?? asked.Email };
        }

        using var certificate = Sign(order, request.PublicKey);
        var entry = IssuedCertificate.Of(certificate, ca.Issuer, order.Template.Name);
        await books.AddAsync(entry, cancellationToken);
        return new IssuedResult(entry, left);
    }

    /// <summary>Issues another certificate with the template, names and life of one that is not revoked, for the key of the request.</summary>
    /// <exception cref="IssuingException">There is none, or it is revoked.</exception>
    public async ValueTask<IssuedResult> RenewAsync(string certificate, SigningRequest request, CancellationToken cancellationToken)
    {
        var former = await FindAsync(certificate, cancellationToken);
        if (former.RevokedUtc is { } revoked)
            throw new IssuingException(new IssuingFailure.AlreadyRevoked(former.Serial, revoked));

        return await IssueAsync(OrderOf(former), request, cancellationToken);
    }

    /// <summary>Revokes one.</summary>
    /// <exception cref="IssuingException">There is none, or it is revoked already.</exception>
    public async ValueTask<IssuedCertificate> RevokeAsync(
        string certificate, X509RevocationReason reason, CancellationToken cancellationToken)
    {
        var found = await FindAsync(certificate, cancellationToken);
        var revoked = await books.RevokeAsync(found.Serial, reason, clock.GetUtcNow(), cancellationToken);
        var now = await FindAsync(found.Serial, cancellationToken);
        return revoked ? now : throw new IssuingException(new IssuingFailure.AlreadyRevoked(now.Serial, now.RevokedUtc ?? default));
    }

    /// <summary>The one with this serial number or SHA-256 fingerprint, in hex of either case with or without colons.</summary>
    /// <exception cref="IssuingException">There is none.</exception>
    public async ValueTask<IssuedCertificate> FindAsync(string certificate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var hex = certificate.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant();
        var found = CertificateStores.NormalFingerprint(certificate) is { } fingerprint
            ? (await books.ListAsync(cancellationToken)).FirstOrDefault(entry => entry.Fingerprint == fingerprint)
            : await books.FindAsync(hex, cancellationToken);
        return found ?? throw new IssuingException(new IssuingFailure.NotIssued(certificate));
    }

    /// <summary>Enters a certificate that was signed elsewhere with the CA's key, such as the server's own; does nothing where it is there.</summary>
    public async ValueTask EnterAsync(X509Certificate2 certificate, CertificateTemplate template, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(template);
        if (ca.HasSigned(certificate) && await books.FindAsync(certificate.SerialNumber, cancellationToken) is null)
            await books.AddAsync(IssuedCertificate.Of(certificate, ca.Issuer, template.Name), cancellationToken);
    }

    private X509Certificate2 Sign(CertificateOrder order, PublicKey key)
    {
        if (order.Sid is { } sid && (order.Template.IsServer || !SecurityIdentifier.IsValid(sid)))
            throw new IssuingException(new IssuingFailure.SidInvalid(sid));
        if (order.Life is { } life && (life < MinLife || life > order.Template.Life))
            throw new IssuingException(new IssuingFailure.LifeRefused(order.Template.Name, order.Template.Life.Days));

        var names = SubjectNames.Of(order);
        var begin = clock.GetUtcNow() - ServerProfile.ClockMargin;
        return ca.Sign(
            LeafProfile.Request(order, names, key, ca, points(order.Template)), new Validity(begin, begin + (order.Life ?? order.Template.Life)));
    }

    private static CertificateOrder OrderOf(IssuedCertificate former)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(former.Der.Span);
        var template = CertificateTemplate.Find(former.Template) ?? throw new IssuingException(new IssuingFailure.NotIssued(former.Serial));
        var names = AlternativeNames.Of(certificate.Extensions);
        var common = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        var life = former.NotAfterUtc - former.NotBeforeUtc;
        return new CertificateOrder(template, NamesOf(template, names, common))
        {
            Email = template.IsServer || names.Emails.Count == 0 ? null : names.Emails[0],
            Sid = SecurityIdentifier.Of(certificate),
            Life = life < template.Life ? life : null,
        };
    }

    /// <summary>The common name first, as it was: a server's addresses stand among its DNS names, too.</summary>
    private static IReadOnlyList<string> NamesOf(CertificateTemplate template, AlternativeNames names, string common) =>
        template.Names is NameKinds.User
            ? [names.Principals.Count > 0 ? names.Principals[0] : common]
            : [.. names.Dns.OrderBy(name => name == common ? 0 : 1).Distinct(StringComparer.Ordinal)];
}
