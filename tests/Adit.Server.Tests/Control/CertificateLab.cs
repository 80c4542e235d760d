using System.Net;
using Adit.Access.Auditing;
using Adit.Access.Sealing;
using Adit.Certificates.Issuing;
using Adit.Certificates.Stores;
using Adit.Certificates.Tests.Issuing;
using Adit.Protocols;
using Adit.Server.Configuration;
using Adit.Server.Control;
using Adit.Server.Eap;
using Adit.Server.Hosting;

namespace Adit.Server.Tests.Control;

/// <summary>The whole of certificates behind the control API: a CA and stores in a directory of a test's own, books in memory.</summary>
public sealed class CertificateLab : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SessionsSeen _sessions = new();
    private readonly AuditSeen _audit = new();

    public CertificateLab()
    {
        var clock = TimeProvider.System;
        var seal = new KeySeal(new SecretSealer(new byte[SecretSealer.KeyLength]));
        Live = new LiveConfiguration(new ServerConfiguration { Names = ["vpn.example.com"] });
        Authority = CertificateAuthority.OpenOrCreate(_directory.Path, "vpn", clock, seal);
        Stores = new CertificateStores(_directory.Path, seal);
        Lists = new RevocationListPublisher(_directory.Path, Authority, Books, clock);
        var publication = new Publication(Live, [], [new IPEndPoint(IPAddress.Any, 80)]);
        Refused = new RefusedSessions(Stores, Paths, Authority, Books, _sessions, clock);
        Control = new CertificateControl(
            Authority, new CertificateKeeper(_directory.Path, Authority, ["vpn.example.com"], clock), Books, new IssuingService(Authority, Books, publication.For, clock), Lists, publication, Stores,
            new PendingRequests(_directory.Path, seal), _sessions, Refused, _audit, clock);
    }

    public ICertificateControl Control { get; }

    public string Directory => _directory.Path;

    public CertificateAuthority Authority { get; }

    public InMemoryIssuedCertificates Books { get; } = new();

    public RevocationListPublisher Lists { get; }

    public CertificateStores Stores { get; }

    internal RefusedSessions Refused { get; }

    internal SignInPaths Paths { get; } = new();

    /// <summary>The certificates of the sessions that are open.</summary>
    public IList<string> Open => _sessions.Open;

    /// <summary>Audit entries: actor, action, subject, detail.</summary>
    public IReadOnlyList<string> Audit => [.. _audit.Entries.Select(entry => $"{entry.Actor} {entry.Action} {entry.Subject}: {entry.Detail}")];

    /// <summary>The certificates whose sessions were ended.</summary>
    public IReadOnlyList<string> Ended => _sessions.Ended;

    internal LiveConfiguration Live { get; }

    public void Dispose()
    {
        Lists.Dispose();
        Authority.Dispose();
        _directory.Dispose();
    }

    private sealed class SessionsSeen : IOpenSessions
    {
        public List<string> Ended { get; } = [];

        public List<string> Open { get; } = [];

        public int Count => 0;

        public int HalfOpen => 0;

        public bool IsDraining { get; set; }

        public IReadOnlyList<SessionView> List() => [];

        public int Disconnect(string userOrId, Failure reason) => 0;

        public int Block(string account, Failure reason) => throw new InvalidOperationException("No account is blocked here.");

        public int EndOfCertificate(string fingerprint, Failure reason)
        {
            Ended.Add(fingerprint);
            return 1;
        }

        public int EndOfCertificates(Func<string, bool> isMeant, Failure reason)
        {
            var meant = Open.Where(isMeant).ToList();
            Ended.AddRange(meant);
            return Open.RemoveAll(meant.Contains);
        }
    }

    private sealed class AuditSeen : IAuditLog
    {
        public List<AuditEntry> Entries { get; } = [];

        public ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
        {
            Entries.Add(entry);
            return ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlyList<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken) => new([.. Entries]);
    }
}
