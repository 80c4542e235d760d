using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Checking;
using Adit.Certificates.Revocation;
using Adit.Linux.Tls;
using Adit.Protocols.Sstp;

namespace Adit.Server.Listeners;

/// <summary>A certificate as the TLS engine takes it, with its issuers and the suites we speak.</summary>
public sealed class ServedCertificate
{
    // Of the last three, old routers offer nothing better.
    private const string Suites12 =
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
        + "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:AES128-SHA";

    private static readonly TlsSettings _settings = new()
    {
        MinVersion = TlsVersion.Tls12, MaxVersion = TlsVersion.Tls13, Suites12 = Suites12, SessionLifetime = TimeSpan.Zero, HasTickets = true,
    };

    private static readonly TimeSpan TicketKeyLifetime = TimeSpan.FromDays(1);

    private readonly TimeProvider _clock;
    private readonly X509Certificate2? _issuer;
    private readonly Lazy<IReadOnlyList<string>> _names;
    private readonly Lazy<string> _lists;
    private volatile Prepared _prepared;

    /// <summary>Prepares a certificate; its key must be present.</summary>
    public ServedCertificate(X509Certificate2 leaf, IEnumerable<X509Certificate2> issuers, TimeProvider? clock = null)
    {
        (Leaf, _clock) = (leaf, clock ?? TimeProvider.System);
        var path = FindPath(leaf, issuers);
        (_issuer, Issuers) = (path.FirstOrDefault(), [.. path.Where(issuer => !IsSelfIssued(issuer))]);
        Hashes = CertificateHashes.Of(leaf.RawData);
        _names = new(() => CertificateNames.Of(leaf));
        _lists = new(() => RevocationPlaces.Of(leaf) is { AreNone: false } places ? places.AreInside ? "inside" : "published" : "none");
        _prepared = Prepare(staple: default);
    }

    /// <summary>The certificate itself.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>What a client's crypto binding names it by.</summary>
    public CertificateHashes Hashes { get; }

    /// <summary>Its issuers as they are sent with it, without the root.</summary>
    public IReadOnlyList<X509Certificate2> Issuers { get; }

    /// <summary>Where callers can look its revocation up: <c>published</c>, <c>inside</c> by the names of the places, or <c>none</c>.</summary>
    public string Lists => _lists.Value;

    /// <summary>What the TLS engine is given: the same for a day, with the key of the tickets that it hands out (RFC 5077 §5.5).</summary>
    public TlsContext Context
    {
        get
        {
            if (_clock.GetElapsedTime(_prepared.Since) > TicketKeyLifetime)
                _prepared = Prepare(_prepared.Context.Staple);
            return _prepared.Context;
        }
    }

    /// <summary>Whether it is for this name (RFC 9525).</summary>
    public bool Bears(string name) => CertificateNames.Match(_names.Value, name);

    /// <summary>
    /// Has what a responder says of it stapled to the handshakes of callers that ask (RFC 6066 §8): they need not ask it themselves then. To be
    /// called now and then.
    /// </summary>
    public async Task RenewStapleAsync(RevocationChecker revocation, CancellationToken cancellation)
    {
        if (_issuer is not null)
            _prepared.Context.Staple = await revocation.GetAnswerAsync(Leaf, _issuer, cancellation);
    }

    private Prepared Prepare(ReadOnlyMemory<byte> staple)
    {
        var context = TlsContext.ForServer(Leaf, Issuers, _settings);
        context.Staple = staple;
        return new Prepared(_clock.GetTimestamp(), context);
    }

    /// <summary>The way up from it, as far as it is known.</summary>
    private static List<X509Certificate2> FindPath(X509Certificate2 leaf, IEnumerable<X509Certificate2> known)
    {
        using var chain = new X509Chain
        {
            ChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
        };
        chain.ChainPolicy.ExtraStore.AddRange(known.ToArray());
        chain.Build(leaf);
        return [.. chain.ChainElements.Skip(1).Select(element => element.Certificate)];
    }

    private static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private sealed record Prepared(long Since, TlsContext Context);
}
