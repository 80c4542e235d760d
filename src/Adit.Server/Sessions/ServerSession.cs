using System.Net;
using Adit.Access.Decisions;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Calls.Recording;
using Adit.Protocols.Ip;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;
using Adit.Protocols.Sstp;
using Adit.Server.Configuration;
using Adit.Server.Ipv6;
using Adit.Server.Listeners;
using Adit.Transport;

namespace Adit.Server.Sessions;

/// <summary>
/// The server's side of one call: has its questions answered (by the authority, the pool, the binding), keeps its attempt record and its
/// accounting, and keeps it in the table while it is open.
/// </summary>
internal sealed partial class ServerSession : ICallOwner, IDisposable
{
    private readonly SessionServices _services;
    private readonly IDisposable _halfOpen;
    private readonly DateTimeOffset _startedAt;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SessionOrigin _origin;
    private readonly SessionAuthorization _authorization;
    private readonly SessionLease _lease;
    private readonly SessionReports _reports;
    private readonly SessionReceiver _receiver;
    private readonly Call _call;
    private RecordedSession? _recorded;
    private IReadOnlyList<PppOptionFact>? _noted;
    private bool _isOver;

    /// <summary>A session whose HTTP greeting is done; <see cref="RunAsync"/> is to follow.</summary>
    public ServerSession(SessionServices services, AttemptTrail attempt, IDisposable halfOpen, ReadyLink ready)
    {
        (_services, _halfOpen, _startedAt) = (services, halfOpen, services.Clock.GetUtcNow());
        (TlsVersion, TlsSuite) = (ready.TlsVersion, ready.TlsSuite);
        _origin = new SessionOrigin(Guid.CreateVersion7().ToString("n")[..20], ready.Link.RemoteEndPoint, ready.Link.LocalEndPoint, attempt);
        Place = new SessionPlace(TunnelKind.Sstp, YieldAsync);
        _authorization = new SessionAuthorization(services, _origin, Place);
        _lease = new SessionLease(services, _origin, _authorization);
        _reports = new SessionReports(services, this);
        _receiver = new SessionReceiver(services.Tun, services.Configuration.Mtu, [NewDhcpService(), Ipv6], reply => Driver!.SendPacket(reply.Span));
        _call = NewCall(ready.Certificates);
        Driver = new CallDriver(ready.Link, _call, this, _receiver);
    }

    /// <summary>A name for this session that no other has had.</summary>
    public string Id => _origin.Id;

    /// <summary>From where the client calls.</summary>
    public IPEndPoint Peer => _origin.Peer;

    /// <summary>The record of its call.</summary>
    public AttemptTrail Attempt => _origin.Attempt;

    /// <summary>Who the authority says it is; null before it has.</summary>
    public string? User => _authorization.Granted?.Identity;

    /// <summary>What the authority gave to be returned in accounting.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Classes => _authorization.Granted?.Classes ?? [];

    /// <inheritdoc cref="SessionAuthorization.Claimed"/>
    public string? Claimed => _authorization.Claimed;

    /// <inheritdoc cref="SessionAuthorization.Certificate"/>
    public string? Certificate => _authorization.Certificate;

    /// <inheritdoc cref="SessionLease.Address"/>
    public Ipv4Address? Address => _lease.Address;

    /// <summary>The session's IPv6.</summary>
    public SessionIpv6 Ipv6 => _lease.Ipv6;

    /// <summary>Since when packets pass; null before.</summary>
    public DateTimeOffset? OpenSince { get; private set; }

    /// <summary>Carries the call.</summary>
    public CallDriver Driver { get; }

    /// <summary>What the limits of sessions count.</summary>
    public SessionPlace Place { get; }

    /// <summary>As TLS calls it; null where somebody in front of us ends it.</summary>
    public string? TlsVersion { get; }

    /// <inheritdoc cref="TlsVersion"/>
    public string? TlsSuite { get; }

    /// <summary>Ends the session for this reason, also before it has begun.</summary>
    public void End(Failure reason) => Driver.Post((call, now) => call.Close(reason, now));

    /// <summary>Reports on the session, where that is due.</summary>
    public void ReportProgress(DateTimeOffset now)
    {
        if (OpenSince is not { } since || (_authorization.Granted!.Settings.InterimInterval ?? _services.Configuration.Access.InterimInterval) is not { } interval)
            return;

        if (_reports.IsDue(since, interval, now))
            Driver.Post((_, _) => WhileOpen(_reports.Progress));
    }

    /// <summary>Tells the peer what its router has to say, where the call is open for IPv6.</summary>
    public void AdvertiseRouter()
    {
        if (OpenSince is not null && Ipv6.Advertise() is { IsEmpty: false } advertisement)
            Driver.SendPacket(advertisement.Span);
    }

    /// <summary>Serves the call until it has ended and everything about it has been written down.</summary>
    public async Task RunAsync(ReadOnlyMemory<byte> early)
    {
        using var driver = Driver;
        try
        {
            await driver.RunAsync(early);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            SessionLog.Faulted(_services.Logger, e, Peer);
            Close(new ListenerFailure.ServerFault());
        }

        await Task.WhenAll(_reports.Written, _lease.Released);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lease.Dispose();
        _recorded?.Dispose();
    }

    /// <inheritdoc/>
    public void Handle(CallDriver driver, CallEvent callEvent, Moment now)
    {
        switch (callEvent)
        {
            case CallEvent.StageReached reached:
                Reach(driver, reached.Stage);
                break;
            case CallEvent.FromTunnel { Event: TunnelEvent.BindingOffered offered }:
                var isRight = CryptoBinding.Verify(offered.Check);
                driver.Post((call, at) => call.HandleAnswer(new TunnelAnswer.BindingChecked(isRight), at));
                break;
            case CallEvent.FromPpp fromPpp:
                Handle(driver, fromPpp.Event);
                break;
            case CallEvent.Closed closed:
                Close(closed.Failure);
                break;
        }
    }

    private void Handle(CallDriver driver, PppEvent pppEvent)
    {
        switch (pppEvent)
        {
            case PppEvent.LinkEstablished link:
                Attempt.Fact("ppp.mru", $"{link.Facts.PeerMru} theirs, {link.Facts.LocalMru} ours");
                break;
            case PppEvent.PeerIdentified identified:
                Attempt.Fact("client", PrintableText.From(identified.Message.Span));
                break;
            case PppEvent.Authenticated:
                _halfOpen.Dispose();
                break;
            case PppEvent.AddressNeeded:
                var taking = _lease.TakeAsync(driver, Open);
                Answer(driver, () => taking);
                break;
            case PppEvent.NetworkOpened opened:
                Attempt.Fact("address", opened.Settings.Client.ToString());
                break;
            case PppEvent.Ipv6Opened opened:
                OpenIpv6(driver, opened.Settings);
                break;
            default:
                if (_authorization.Receive(pppEvent) is { } credentials)
                    Answer(driver, () => _authorization.AuthorizeAsync(credentials, driver));
                break;
        }
    }

    private DhcpService NewDhcpService() => new(
        _services.OwnAddress(), () => _lease.Configuration, () => Address, () => SessionLog.RoutesLeftOut(_services.Logger, Id), () => MonotonicClock.Now);

    private Call NewCall(IReadOnlyList<CertificateHashes> certificates)
    {
        var configuration = _services.Configuration;
        var settings = new CallSettings(configuration.Sstp, configuration.Ppp with { Ipv4 = configuration.Ipv4, Ipv6 = Ipv6.IsWanted }, configuration.Call);
        _recorded = _services.Recordings.Begin(configuration, settings, certificates);
        var random = _recorded?.Over(_services.Random) ?? _services.Random;
        return new Call(new SstpServerSession(settings.Sstp, certificates, random), new PppSession(PppRole.Server, settings.Ppp, random), settings.Call)
        {
            Recorder = _recorded?.Recorder,
        };
    }

    /// <summary>Finds an answer off the call's lock and posts it; a fault of ours refuses the call and tells the log.</summary>
    private void Answer(CallDriver driver, Func<Task<PppAnswer>> find) => _ = Task.Run(async () =>
    {
        var answer = await find();
        driver.Post((call, now) => call.HandleAnswer(answer, now));
    }).ContinueWith(
        failed => FailInternally(driver, failed.Exception!.GetBaseException()),
        CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private void FailInternally(CallDriver driver, Exception e)
    {
        if (e is not NoDecisionException)
            SessionLog.AnswerFailed(_services.Logger, e, Id);
        var reason = (e as NoDecisionException)?.Reason ?? new AccessFailure.AuthorityFailed();
        driver.Post((call, now) => call.Close(reason, now));
    }

    /// <summary>Its packets pass from now on.</summary>
    private void Open(SessionAddresses own)
    {
        var settings = _authorization.Granted!.Settings;
        Limit(settings);
        _receiver.Open(own, Driver.Filter, settings.Mtu);
    }

    private void Limit(SessionSettings settings)
    {
        Driver.Filter = SessionPolicy.FilterOf(settings);
        SessionPolicy.LimitRates(Driver, settings);
    }

    private void OpenIpv6(CallDriver driver, Ipv6Settings link)
    {
        Ipv6.Opened(link);
        Attempt.Fact("address.ipv6", Ipv6.Prefix?.ToString() ?? "none");
        BeginIpv6(driver);
    }

    /// <summary>Both are needed, the call and IPV6CP, and either may come first.</summary>
    private void BeginIpv6(CallDriver driver)
    {
        if (OpenSince is null || _isOver || !Ipv6.IsOpened)
            return;

        _services.Table.OpenedIpv6(this, driver);
        AdvertiseRouter();
    }

    private void Reach(CallDriver driver, CallStage stage)
    {
        Attempt.Reached(stage);
        if (stage is not CallStage.Open)
            return;

        OpenSince = _services.Clock.GetUtcNow();
        NoteOptions();
        _services.Table.Opened(this, driver);
        BeginIpv6(driver);
        Attempt.Opened(User!);
        SessionLog.Opened(_services.Logger, Id, User!, Peer, Address!.Value, OpenSince.Value - _startedAt);
        _reports.Add(AccountingStatus.Start);
    }

    /// <summary>What was offered and chosen; told when the call opens, and at its end, whatever that is.</summary>
    private void NoteOptions()
    {
        if (!ReferenceEquals(_noted, _call.PppOptions))
            foreach (var option in _noted = _call.PppOptions)
                Attempt.Note(option.Name, option.Value);
        foreach (var (name, value) in _authorization.EapFacts)
            Attempt.Note(name, value);
    }

    private void WhileOpen(Action action)
    {
        if (!_isOver)
            action();
    }

    private async Task YieldAsync(Failure reason)
    {
        End(reason);
        await _ended.Task;
        await _lease.Released;
    }

    private void Close(Failure? failure)
    {
        if (_isOver)
            return;

        _isOver = true;
        _services.Table.Closed(this, failure);
        _lease.End();
        NoteOptions();
        Attempt.End(failure, _recorded?.Take(hasFailed: failure is not null || OpenSince is null));
        SessionLog.Ended(_services.Logger, Id, User ?? "nobody", Peer, _services.Clock.GetUtcNow() - _startedAt, failure?.Code ?? "done");
        if (OpenSince is not null)
            _reports.Add(AccountingStatus.Stop, failure);
        _ended.TrySetResult();
    }
}
