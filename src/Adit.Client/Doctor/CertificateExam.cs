using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates;
using Adit.Certificates.Checking;
using Adit.Certificates.Fetching;
using Adit.Certificates.Revocation;
using Adit.Certificates.Validation;
using Adit.Diagnosis.Findings;
using Adit.Diagnosis.Probes;

namespace Adit.Client.Doctor;

/// <summary>Looks at the certificate that the server shows: by the rules of its role, and for who might have put it there.</summary>
internal sealed class CertificateExam(PlaceOrder order)
{
    private const string Component = "certificate";
    private const int MaxAuthorityLength = 64 * 1024;

    private ConnectionProfile Profile => order.Profile;

    /// <summary>Whether a client would go on, and what is to be said.</summary>
    public async Task<(bool IsAccepted, IReadOnlyList<Finding> Findings)> RunAsync(ShownTls shown, CancellationToken cancellation)
    {
        var certificates = new List<X509Certificate2>();
        try
        {
            certificates.AddRange(shown.Certificates.Select(der => X509CertificateLoader.LoadCertificate(der.Span)));
            return await JudgeAsync(certificates, shown, cancellation);
        }
        catch (CryptographicException e)
        {
            return (false, [Bad(new CertificateFailure.Malformed(e.Message))]);
        }
        finally
        {
            certificates.ForEach(certificate => certificate.Dispose());
        }
    }

    private async Task<(bool IsAccepted, IReadOnlyList<Finding> Findings)> JudgeAsync(
        List<X509Certificate2> certificates, ShownTls shown, CancellationToken cancellation)
    {
        var name = ServerAddressing.Of(Profile).Name;
        var input = new CheckInput(certificates[0], certificates[1..]) { Names = [name] };
        var limits = new FetchLimits { Time = order.Time, Redirects = 0, Proxy = Profile.Proxy is { } proxy ? ServerRevocation.WebProxyOf(proxy) : null };
        var report = await RevocationInspection.AddAsync(new CertificateChecker(Profile.Trust).Check(CertificateRole.Sstp, input, DateTimeOffset.UtcNow), limits, cancellation);
        var verdict = new ServerCertificateValidator(Profile.Trust, Profile.Expected).Validate(input.Leaf, input.Intermediates, name, DateTimeOffset.UtcNow);
        var findings = new List<Finding>();
        if (IsUntrusted(report))
            findings.AddRange(await JudgeIssuerAsync(input, limits, cancellation));
        var failures = report.Failures.Concat(verdict.Failures).Distinct().ToList();
        findings.AddRange(failures.Where(failure => findings.Count == 0 || !IsOfTrust(failure)).Select(Bad));
        findings.AddRange(report.Warnings.Select(failure => Finding.AtClient(Component, failure, state: FindingState.Warning)));
        if (failures.Count == 0)
            findings.Add(Finding.Good(Component, "The certificate holds: chain, dates, name, purpose.", Describe(input.Leaf, shown)));
        return (failures.Count == 0, findings);
    }

    private Finding Bad(CertificateFailure failure) => Finding.AtClient(Component, failure);

    private static bool IsUntrusted(CheckReport report) => report.Failures.Any(IsOfTrust);

    private static bool IsOfTrust(CertificateFailure failure) => failure is CertificateFailure.UntrustedRoot or CertificateFailure.IncompleteChain;

    /// <summary>
    /// Where the chain is not trusted: is it another authority's than the one that the server publishes for those who want to trust it?
    /// What is fetched proves nothing, so that it only tells which of two things is amiss. None where it is the authority's own.
    /// </summary>
    private async Task<IReadOnlyList<Finding>> JudgeIssuerAsync(CheckInput input, FetchLimits limits, CancellationToken cancellation)
    {
        if (KnownInterceptors.Find(input.Leaf.Issuer) is { } product)
            return [Finding.AtClient(Component, new PlaceFault.TlsIntercepted(input.Leaf.Issuer, $"'{product}' stands in the issuer's name"))];

        using var published = await FetchAuthorityAsync(limits, cancellation);
        if (published is null)
            return [];

        using var anchors = TrustAnchors.Of([X509CertificateLoader.LoadCertificate(published.RawData)]);
        var isTheirs = !IsUntrusted(new CertificateChecker(anchors).Check(CertificateRole.Sstp, input, DateTimeOffset.UtcNow));
        return isTheirs ? [] : [Finding.AtClient(Component, new PlaceFault.TlsIntercepted(
            input.Leaf.Issuer, $"the server publishes another authority, {published.Subject}, at port 80"))];
    }

    /// <summary>What our servers publish at <c>/ca.pem</c>; null for everything else.</summary>
    private async Task<X509Certificate2?> FetchAuthorityAsync(FetchLimits limits, CancellationToken cancellation)
    {
        try
        {
            var address = new UriBuilder(Uri.UriSchemeHttp, ServerAddressing.Of(Profile with { ServerName = null }).Name, 80, "/ca.pem").Uri.AbsoluteUri;
            var fetched = await new HttpFetcher(limits).FetchAsync(new FetchRequest(address, MaxAuthorityLength), cancellation);
            return fetched.Body is { } body ? X509Certificate2.CreateFromPem(System.Text.Encoding.ASCII.GetString(body.Span)) : null;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or UriFormatException)
        {
            return null;
        }
    }

    private static string Describe(X509Certificate2 leaf, ShownTls shown) => FormattableString.Invariant(
        $"{leaf.Subject}, of {leaf.Issuer}, until {leaf.NotAfter.ToUniversalTime():yyyy-MM-dd}, SHA-256 {LeafHashes.Of(leaf).Fingerprint}; {shown.Agreed}");
}
