using System.Collections.Concurrent;
using System.Net;
using Adit.Access.Accounts;
using Adit.Access.Decisions;
using Adit.Access.Sealing;
using Adit.Access.Tests.Accounting;
using Adit.Access.Tests.Accounts;
using Adit.Access.Tests.Leases;
using Adit.Diagnosis.Attempts;
using Adit.Diagnosis.Tests.Attempts;
using Adit.Protocols.Ip;
using Adit.Protocols.Sstp;
using Adit.Server.Addresses;
using Adit.Server.Configuration;
using Adit.Server.Listeners;
using Adit.Server.Sessions;
using Adit.Server.Web;
using Adit.Transport;

namespace Adit.Server.Tests.Support;

/// <summary>
/// The real listener, sessions and web server on a port of the loopback, with stores in memory and, in place of a TUN, a queue of the
/// packets that came. Disposing demands that nothing is left behind and that nothing went wrong unseen.
/// </summary>
internal sealed class TestServer : IAsyncDisposable, IPacketSink
{
    public const string User = "alice";
    public const string Password = "clientPass1";

    private readonly FaultLog _log = new();
    private readonly InMemoryAttemptStore _attempts = new();
    private readonly SecretSealer _sealer = new(new byte[SecretSealer.KeyLength]);
    private readonly InMemoryAccountStore _accounts = new();
    private readonly ServerConfiguration _configuration;
    private readonly AttemptJournal _journal;
    private readonly BuiltInAuthority _authority;
    private readonly AddressPool _pool;
    private readonly WebFront _web;
    private readonly SstpListener _listener;
    private string? _expectedFault;

    private TestServer(
        ServerConfiguration configuration, Func<string?, ServedCertificate> certificateFor, Func<TestServer, Task<WebFront>> startWeb)
    {
        _configuration = configuration;
        _journal = new AttemptJournal(_attempts, "gate", TimeProvider.System, _log) { Recordings = Recordings, Options = () => configuration.Attempts };
        var book = new AddressBook("gate", new InMemoryLeaseStore(), TimeProvider.System);
        Presence = new ScriptedPresence();
        var ranges = new StaticRanges(configuration.Pool, book, Presence, _accounts.IsAddressTakenAsync, TimeProvider.System, _log);
        _pool = new AddressPool(ranges, book, Presence);
        _authority = new BuiltInAuthority(_accounts, Books, _sealer, () => configuration.Access, TimeProvider.System);
        Live = new LiveConfiguration(configuration);
        HalfOpen = new HalfOpenLimiter(() => Live.Current.Limits);
        Sessions = new SessionTable(Live, _journal);
        Sessions.Services = new SessionServices(
            Live, "gate", _authority, _pool, () => configuration.Pool.First, new TunWriter(this), Sessions, new SystemRandom(), TimeProvider.System, _log);
        _web = startWeb(this).GetAwaiter().GetResult();
        _listener = new SstpListener(
            new IPEndPoint(IPAddress.Loopback, 0), Live, Receive(Live, certificateFor), HalfOpen, Sessions, _web);
    }

    public LiveConfiguration Live { get; }

    public SessionTable Sessions { get; }

    public ScriptedPresence Presence { get; }

    public HalfOpenLimiter HalfOpen { get; }

    public InMemorySessionStore Books { get; } = new();

    public InMemoryRecordingStore Recordings { get; } = new();

    /// <summary>Packets, without their virtio header, that came out of the tunnels.</summary>
    public ConcurrentQueue<byte[]> Packets { get; } = [];

    public IPEndPoint EndPoint => _listener.EndPoint;

    /// <summary>Timers short enough for tests, unless a test says otherwise.</summary>
    public static ServerConfiguration Defaults { get; } = new()
    {
        Limits = new ServerLimits { HandshakeTime = TimeSpan.FromSeconds(10), HeaderTime = TimeSpan.FromSeconds(10) },
        Sstp = new SstpServerOptions
        {
            AbortTimeout = TimeSpan.FromMilliseconds(200),
            AbortLinger = TimeSpan.FromMilliseconds(100),
            DisconnectTimeout = TimeSpan.FromMilliseconds(500),
            DisconnectLinger = TimeSpan.FromMilliseconds(100),
        },
    };

    public static async Task<TestServer> StartAsync(
        Func<ServerConfiguration, ServerConfiguration>? change = null, Func<string?, ServedCertificate>? certificateFor = null)
    {
        var server = new TestServer(
            (change ?? (same => same))(Defaults),
            certificateFor ?? (_ => TestCertificate.Served),
            made => Task.Run(() => WebFront.StartAsync([], TestCertificate.Ca.Certificate, () => made.Sessions.RefusalReason is null)));
        var accounts = new AccountService(server._accounts, server._sealer, TimeProvider.System);
        await accounts.AddAsync(User, PasswordKind.NtHash, Password, "test", CancellationToken.None);
        server._listener.Start();
        return server;
    }

    public static Task<TestServer> StartAsync(Func<ServerLimits, ServerLimits> change) =>
        StartAsync(configuration => configuration with { Limits = change(configuration.Limits) });

    public void Write(ReadOnlySpan<byte> packetWithVirtioHeader) => Packets.Enqueue(packetWithVirtioHeader[VirtioNetHeader.Length..].ToArray());

    /// <summary>This test breaks something of ours: what the log says of it is no surprise.</summary>
    public void ExpectFault(string text) => _expectedFault = text;

    /// <summary>Behind balancers, where the configuration names any: they show our CA's certificate or our own.</summary>
    private static IReception Receive(LiveConfiguration live, Func<string?, ServedCertificate> certificateFor) => live.Current.PlainSstp.From.Prefixes.Count == 0
        ? new TlsReception(certificateFor, live)
        : new PlainReception(live, () => [CertificateHashes.Of(TestCertificate.Ca.Certificate.RawData), CertificateHashes.Of(TestCertificate.Served.Leaf.RawData)]);

    /// <summary>Waits until nothing is left of any connection.</summary>
    public async Task BecomesIdleAsync()
    {
        await Eventually.BecomesTrueAsync("no half-open place is taken", () => HalfOpen.Count == 0);
        await Eventually.BecomesTrueAsync("no session is open", () => Sessions.Count == 0);
        await Eventually.BecomesTrueAsync("no session is served", () => Sessions.Serving == 0);
        await Eventually.BecomesTrueAsync("no address is held", () => _pool.Held == 0);
    }

    /// <summary>What was written down of all connections, oldest first, once they have ended.</summary>
    public async Task<IReadOnlyList<AttemptRecord>> AttemptsAsync()
    {
        await BecomesIdleAsync();
        await _journal.DisposeAsync();
        var attempts = await _attempts.ListAsync(new AttemptQuery { Count = int.MaxValue }, CancellationToken.None);
        return [.. attempts.Reverse()];
    }

    /// <summary>The failure code of the one attempt there was.</summary>
    public async Task<string?> FailureCodeAsync() => Assert.Single(await AttemptsAsync()).FailureCode;

    public async ValueTask DisposeAsync()
    {
        await Sessions.StopAsync(TimeSpan.FromSeconds(10));
        await _listener.DisposeAsync();
        await _web.DisposeAsync();
        await BecomesIdleAsync();
        await _journal.DisposeAsync();
        _authority.Dispose();
        FaultLog.Collect();
        _log.Dispose();
        Assert.DoesNotContain(_log.Faults, fault => _expectedFault is null || !fault.Contains(_expectedFault, StringComparison.Ordinal));
    }
}
