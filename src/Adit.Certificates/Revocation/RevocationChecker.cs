using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Revocation.Ocsp;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Revocation;

/// <summary>
/// Finds out whether certificates are revoked. Only chains that are trusted may be given to it: whoever made them chooses the addresses
/// that are asked. Any thread may call it.
/// </summary>
public sealed class RevocationChecker
{
    private const int MaxResponders = 2;
    private const int MaxLists = 4;

    private readonly RevocationCache _cache;
    private readonly ListSource _lists;
    private readonly OcspSource _responders;
    private readonly IRevocationRecord? _record;

    /// <summary>A checker with an empty memory.</summary>
    /// <param name="fetcher">What gets lists and answers.</param>
    /// <param name="clock">The wall clock.</param>
    /// <param name="folder">Where lists and answers are kept between two runs; null for nowhere.</param>
    /// <param name="record">The books of our own authority, which are asked first; null for none.</param>
    public RevocationChecker(IRevocationFetcher fetcher, TimeProvider clock, string? folder = null, IRevocationRecord? record = null)
    {
        _cache = new RevocationCache(clock);
        _lists = new ListSource(fetcher, _cache, folder is null ? null : RevocationFolder.OfLists(folder), clock);
        _responders = new OcspSource(
            fetcher, _cache, folder is null ? null : RevocationFolder.OfAnswers(Path.Combine(folder, "ocsp")), new OcspDelegates(_lists), clock);
        _record = record;
    }

    /// <summary>Judges a chain.</summary>
    /// <param name="chain">The DER of its certificates: the leaf first, the trusted one last.</param>
    /// <param name="settings">What counts.</param>
    /// <param name="cancellation">Ends the check.</param>
    /// <returns>The most telling problem; null where the chain is accepted.</returns>
    public async Task<CertificateFailure?> CheckAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> chain, RevocationSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var findings = await FindAsync(chain, settings, cancellation);
        return Judge(findings, settings);
    }

    /// <summary>The most telling problem among findings; null where the settings accept them.</summary>
    public static CertificateFailure? Judge(IReadOnlyList<RevocationFinding> findings, RevocationSettings settings) =>
        findings.Select(finding => FailureOf(finding, settings)).OfType<CertificateFailure>().OrderBy(Rank).FirstOrDefault();

    /// <summary>What is known about each certificate of a chain that the settings ask about, the leaf first.</summary>
    public async Task<IReadOnlyList<RevocationFinding>> FindAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> chain, RevocationSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(settings);
        if (!settings.IsChecked)
            return [];

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(settings.Time);
        var certificates = chain.Select(DecodedCertificates.Shared.Decode).ToList();
        var all = await Task.WhenAll(Pairs(certificates, settings).Select(pair => FindAsync(pair.Certificate, pair.Issuer, patience.Token)));
        cancellation.ThrowIfCancellationRequested();
        return all;
    }

    /// <summary>What a responder that a certificate names says of it, as it said it: an OCSPResponse (RFC 6960 §4.2.1); empty where none says a thing.</summary>
    public async Task<ReadOnlyMemory<byte>> GetAnswerAsync(X509Certificate2 certificate, X509Certificate2 issuer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(issuer);
        foreach (var address in RevocationPlaces.Of(certificate).Responders.Take(MaxResponders))
            if ((await _responders.GetAsync(address, certificate, issuer, cancellation)).Value is { } said)
                return said.Encoded;
        return default;
    }

    /// <summary>Fetches anew the lists that are in use and near their end.</summary>
    /// <returns>What could not be renewed and why, by address.</returns>
    public Task<IReadOnlyDictionary<string, string>> RefreshAsync(CancellationToken cancellation) => _lists.RefreshAsync(cancellation);

    /// <summary>Forgets every list and answer, in memory and on disk, so that the next check asks anew.</summary>
    /// <returns>How many there were.</returns>
    public int Flush()
    {
        var count = _cache.Count;
        _lists.Clear();
        _responders.Clear();
        _cache.Clear();
        return count;
    }

    /// <summary>What these settings make of a finding; null where they accept it.</summary>
    public static CertificateFailure? FailureOf(RevocationFinding finding, RevocationSettings settings) => finding.State switch
    {
        RevocationState.Revoked => new CertificateFailure.Revoked(
            finding.Subject, finding.Issuer, finding.Revoked!.RevokedAt, finding.Revoked.Reason.ToString(), finding.Source ?? ""),
        RevocationState.Offline when !settings.AcceptsOffline => new CertificateFailure.RevocationOffline(finding.Subject, finding.Problems),
        RevocationState.NoInformation when !settings.AcceptsNoInformation =>
            new CertificateFailure.NoRevocationInformation(finding.Subject, finding.Issuer),
        _ => null,
    };

    private static int Rank(CertificateFailure failure) => failure switch
    {
        CertificateFailure.Revoked => 0,
        CertificateFailure.RevocationOffline => 1,
        _ => 2,
    };

    /// <summary>Each certificate with its issuer. A root is its own; who issued a trusted certificate that is none is not known.</summary>
    private static IEnumerable<(X509Certificate2 Certificate, X509Certificate2 Issuer)> Pairs(
        List<X509Certificate2> chain, RevocationSettings settings)
    {
        var pairs = chain.Zip(chain.Skip(1));
        return settings.ChecksRoot && chain is [.., var last] && last.SubjectName.RawData.AsSpan().SequenceEqual(last.IssuerName.RawData)
            ? pairs.Append((last, last))
            : pairs;
    }

    private async Task<RevocationFinding> FindAsync(X509Certificate2 certificate, X509Certificate2 issuer, CancellationToken patience)
    {
        var unknown = new RevocationFinding(PeerText.Subject(certificate), RevocationState.NoInformation) { Issuer = PeerText.Issuer(certificate) };
        var places = RevocationPlaces.Of(certificate);
        var problems = new List<string>();
        try
        {
            if (_record is not null && await _record.FindAsync(certificate, issuer, patience) is { } own)
                return Known(unknown, own.Revoked, "the authority's own books", null);

            foreach (var address in places.Responders.Take(MaxResponders))
            {
                var (said, problem) = await _responders.GetAsync(address, certificate, issuer, patience);
                if (said is not null)
                    return Known(unknown, said.Single.Revoked, address, said.Life.End);
                problems.Add(Problem(address, problem));
            }

            foreach (var address in places.Lists.Take(MaxLists))
            {
                var (said, problem) = await _lists.GetAsync(address, issuer, patience);
                if (said is not null && said.List.Covers(certificate))
                    return Known(unknown, said.List.Find(CertificateFields.SerialNumber(certificate).Span), address, said.Life.End);
                problems.Add(Problem(address, problem ?? "The list is not for such certificates."));
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            problems.Add("The time for the whole check was over before the rest could be asked.");
        }

        return unknown with { State = places.AreNone ? RevocationState.NoInformation : RevocationState.Offline, Problems = problems };
    }

    private static RevocationFinding Known(RevocationFinding unknown, RevokedEntry? revoked, string source, DateTimeOffset? until) => unknown with
    {
        State = revoked is null ? RevocationState.Good : RevocationState.Revoked,
        Revoked = revoked,
        Source = PeerText.Clean(source),
        Until = until,
    };

    private static string Problem(string address, string? problem) => $"{PeerText.Clean(address)}: {PeerText.Clean(problem ?? "")}";
}
