using System.Net;
using System.Text;
using Adit.Access.Accounts;
using Adit.Access.Decisions;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Calls.Recording;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Filtering;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;
using Adit.Protocols.Sstp;
using Adit.Server.Addresses;
using Adit.Server.Addresses.Dhcp;
using Adit.Server.Configuration;
using Adit.Server.Ipv6;
using Adit.Server.Listeners;
using Adit.Transport;

namespace Adit.Server.Sessions;

/// <summary>
/// The server's side of one call: answers its questions (the authority, the pool, the binding), writes its attempt record and its
/// accounting, and keeps it in the table while it is open.
/// </summary>
internal sealed partial class ServerSession : ICallOwner, IDisposable
{
    // RFC 2759 §6; it has no code for "too many", and this one tells the user that the password is not the trouble.
    private const int NoDialInPermission = 649;

    // Longer than SSTP waits for the goodbye of a peer that is gone; the client asks again meanwhile, which does no harm.
    private static readonly TimeSpan PatienceWithReplaced = TimeSpan.FromSeconds(8);

    private readonly SessionServices _services;
    private readonly IDisposable _halfOpen;
    private readonly SessionReceiver _receiver;
    private readonly DateTimeOffset _startedAt;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IPEndPoint _local;
    private readonly SessionRoutes _behind;
    private readonly EapTrail _eap = new();
    private readonly Call _call;
    private RecordedSession? _recorded;
    private AccessReply.Accept? _accept;
    private Task _accounting = Task.CompletedTask;
    private readonly CancellationTokenSource _ending = new();
    private Task<AddressLease>? _leasing;
    private Task _releasing = Task.CompletedTask;
    private readonly EapSight _sight;
    private IReadOnlyList<PppOptionFact>? _noted;
    private ReadOnlyMemory<byte> _eapState;
    private volatile string? _claimed;
    private volatile LeasedSettings? _told;
    private DateTimeOffset? _reportAt;
    private bool _isOver;

    /// <summary>A session whose HTTP greeting is done; <see cref="RunAsync"/> is to follow.</summary>
    public ServerSession(SessionServices services, AttemptTrail attempt, IDisposable halfOpen, ReadyLink ready)
    {
        (_services, Attempt, _halfOpen, Peer, _local) = (services, attempt, halfOpen, ready.Link.RemoteEndPoint, ready.Link.LocalEndPoint);
        (TlsVersion, TlsSuite) = (ready.TlsVersion, ready.TlsSuite);
        _startedAt = services.Clock.GetUtcNow();
        _sight = new EapSight(services.Clock);
        Place = new SessionPlace(TunnelKind.Sstp, YieldAsync);
        Ipv6 = new SessionIpv6(services.Ipv6) { Routes = () => SessionPolicy.Ipv6RoutesOf(_accept?.Settings) };
        _behind = new SessionRoutes(services.Behind);
        _receiver = new SessionReceiver(
            services.Tun, services.Configuration.Mtu, [NewDhcpService(), Ipv6], reply => Driver!.SendPacket(reply.Span));
        _call = NewCall(ready.Certificates);
        Driver = new CallDriver(ready.Link, _call, this, _receiver);
    }

    /// <summary>A name for this session that no other has had.</summary>
    public string Id { get; } = Guid.CreateVersion7().ToString("n")[..20];

    public IPEndPoint Peer { get; }

    public AttemptTrail Attempt { get; }

    /// <summary>Who the authority says it is; null before it has.</summary>
    public string? User => _accept?.Identity;

    /// <summary>What the authority gave to be returned in accounting.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Classes => _accept?.Classes ?? [];

    /// <summary>The account that the peer claims to be, before the authority has said so; null where it has claimed none.</summary>
    public string? Claimed => _claimed;

    /// <summary>SHA-256 thumbprint of the certificate that the caller signed in with; null where it was a password.</summary>
    public string? Certificate { get; private set; }

    /// <summary>The address in the tunnel; null before one is leased.</summary>
    public Ipv4Address? Address { get; private set; }

    /// <summary>The session's IPv6.</summary>
    public SessionIpv6 Ipv6 { get; }

    public DateTimeOffset? OpenSince { get; private set; }

    public CallDriver Driver { get; }

    /// <summary>What the limits of sessions count.</summary>
    public SessionPlace Place { get; }

    public string? TlsVersion { get; }

    public string? TlsSuite { get; }

    /// <summary>Ends the session for this reason, also before it has begun.</summary>
    public void End(Failure reason) => Driver.Post((call, now) => call.Close(reason, now));

    /// <summary>Reports on the session, where that is due; the first report comes an interval after its start.</summary>
    public void ReportProgress(DateTimeOffset now)
    {
        if (OpenSince is not { } since || (_accept!.Settings.InterimInterval ?? _services.Configuration.Access.InterimInterval) is not { } interval)
            return;

        _reportAt ??= since + InterimReports.Jitter(interval);
        if (now < _reportAt)
            return;

        _reportAt = now + InterimReports.Jitter(interval);
        Driver.Post((_, _) =>
        {
            if (!_isOver && _accounting.IsCompleted)
                Account(AccountingStatus.InterimUpdate, null);
        });
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

        await Task.WhenAll(_accounting, _releasing);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ending.Dispose();
        _recorded?.Dispose();
    }

    /// <summary>The configuration in force for this client: what it leaves open, whoever lent the address has said.</summary>
    private ServerConfiguration Configuration => SessionPolicy.Apply(
        _accept?.Settings ?? SessionSettings.None, _told?.Complete(_services.Configuration) ?? _services.Configuration);

    private DhcpService NewDhcpService() => new(
        _services.OwnAddress(), () => Configuration, () => Address, () => SessionLog.RoutesLeftOut(_services.Logger, Id), () => MonotonicClock.Now);

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
            case PppEvent.ResponseReceived response:
                Ask(driver, new AccessCredentials.MsChapV2(response.Exchange), PppMethod.MsChapV2);
                break;
            case PppEvent.ChangeReceived change:
                Ask(driver, new AccessCredentials.MsChapV2Changed(change.Change), PppMethod.MsChapV2);
                break;
            case PppEvent.ChapResponseReceived response:
                Ask(driver, new AccessCredentials.ChapMd5(response.Exchange), PppMethod.ChapMd5);
                break;
            case PppEvent.PasswordReceived password:
                Ask(driver, new AccessCredentials.Pap(password.Exchange.UserName, password.Exchange.Password) { NameIsLatin1 = password.Exchange.NameIsLatin1 }, PppMethod.Pap);
                break;
            case PppEvent.EapReceived eap:
                _eap.Answered(eap.Packet);
                _sight.Answered(eap.Packet);
                Ask(driver, new AccessCredentials.Eap(eap.Identity, eap.Packet, _eapState), PppMethod.Eap);
                break;
            case PppEvent.Authenticated:
                _halfOpen.Dispose();
                break;
            case PppEvent.AddressNeeded:
                _leasing ??= Task.Run(() => _services.Pool.LeaseAsync(User!, Id, _accept!.FramedIpAddress, _accept.Settings.Pool, _ending.Token));
                Answer(driver, () => AnswerAsync(_leasing));
                break;
            case PppEvent.NetworkOpened opened:
                Attempt.Fact("address", opened.Settings.Client.ToString());
                break;
            case PppEvent.Ipv6Opened opened:
                OpenIpv6(driver, opened.Settings);
                break;
        }
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

    private void Ask(CallDriver driver, AccessCredentials credentials, PppMethod method)
    {
        _proof = credentials;
        if (credentials is not AccessCredentials.Eap { State.IsEmpty: false })
            Name(credentials.UserName, method);
        Answer(driver, () => AuthorizeAsync(credentials));
    }

    private void Name(string userName, PppMethod method)
    {
        _method = method;
        Attempt.Fact("ppp.authentication", PppMethodNames.Of(method));
        Attempt.Named(userName);
        _claimed = AccountName.TryParseUserName(userName, out var name) ? name.Value : null;
    }

    private async Task<PppAnswer> AuthorizeAsync(AccessCredentials credentials)
    {
        var request = new AccessRequest(
            credentials, Id, _services.Gateway, Peer.Address.ToString(), Attempt.CorrelationId)
        {
            Attributes = SessionPolicy.AttributesOf(Peer, _local),
        };
        var reply = await _services.Authority.DecideAsync(request, CancellationToken.None);
        if (reply.Trace.Length > 0 || reply.ReplyMessage is not null)
            Driver.Post((_, _) => SessionPolicy.Note(Attempt, reply));
        if (reply.InnerIdentity.Length > 0)
            Attempt.Named(reply.InnerIdentity);
        if (reply is AccessReply.Challenge challenge)
        {
            Driver.Post((_, _) => _sight.Asked(challenge.EapPacket));
            _eapState = challenge.State;
            Driver.Post((_, _) => _eap.Offered(challenge.EapPacket));
            return new PppAnswer.EapContinued(challenge.EapPacket);
        }

        if (credentials is AccessCredentials.Eap)
            Driver.Post((_, _) => _sight.Note(Attempt));
        if (reply is not AccessReply.Accept accept || (credentials is AccessCredentials.MsChapV2 or AccessCredentials.MsChapV2Changed && accept.AuthenticatorResponse is null))
            return reply is AccessReply.Reject reject
                ? new PppAnswer.Rejected(reject.Error, reject.MayRetry, AccessFailure.For(_sight.ReasonOf(reject))) { EapPacket = reject.EapPacket }
                : new PppAnswer.Rejected(MsChapV2Error.AuthenticationFailure, MayRetry: false, new AccessFailure.AuthorityFailed());

        if (await TakePlaceAsync(accept.Identity, accept.Settings.SessionsPerUser) is { } noPlace)
            return new PppAnswer.Rejected(NoDialInPermission, MayRetry: false, noPlace);

        _given = reply.InnerIdentity.Length == 0 && Ascii.IsValid(credentials.UserName) && credentials.UserName.Length > 0 ? credentials.UserName : accept.Identity;
        (_accept, Certificate) = (accept, accept.Certificate);
        Driver.Post((call, _) => call.Limit(accept.IdleTimeout, accept.SessionTimeout));
        return new PppAnswer.Accepted(accept.Identity, accept.AuthenticatorResponse, accept.Keys) { EapPacket = accept.EapPacket };
    }

    /// <summary>Whoever has to make room ends first: their address may be the one that this session is to have.</summary>
    private async Task<LimitFailure?> TakePlaceAsync(string user, uint? most)
    {
        var (replaced, failure) = _services.Table.Places.Enter(Place, user, most);
        if (failure is LimitFailure.NoPlaceLeft { Limit: var limit })
            Attempt.Fact(PlaceLimit.Fact, limit);
        if (replaced.Count == 0)
            return failure;

        var reason = new LimitFailure.ReplacedByNewer(Peer.Address.ToString());
        await Task.WhenAny(Task.WhenAll(replaced.Select(place => place.YieldAsync(reason))), Task.Delay(PatienceWithReplaced));
        return failure;
    }

    private async Task YieldAsync(Failure reason)
    {
        End(reason);
        await _ended.Task;
        await _releasing;
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
        Account(AccountingStatus.Start, null);
    }

    /// <summary>What was offered and chosen; told when the call opens, and at its end, whatever that is.</summary>
    private void NoteOptions()
    {
        if (!ReferenceEquals(_noted, _call.PppOptions))
            foreach (var option in _noted = _call.PppOptions)
                Attempt.Note(option.Name, option.Value);
        foreach (var (name, value) in _eap.Facts)
            Attempt.Note(name, value);
    }

    private void Close(Failure? failure)
    {
        if (_isOver)
            return;

        _isOver = true;
        _services.Table.Closed(this, failure);
        Ipv6.Dispose();
        _behind.Dispose();
        NoteOptions();
        Attempt.End(failure, _recorded?.Take(hasFailed: failure is not null || OpenSince is null));
        SessionLog.Ended(_services.Logger, Id, User ?? "nobody", Peer, _services.Clock.GetUtcNow() - _startedAt, failure?.Code ?? "done");
        _ending.Cancel();
        if (_leasing is { } leasing)
            _releasing = ReleaseAsync(leasing);
        if (OpenSince is not null)
            Account(AccountingStatus.Stop, failure);
        _ended.TrySetResult();
    }

    /// <summary>One report after another: a stop that overtakes its start would leave a session open in the books for ever.</summary>
    private void Account(AccountingStatus status, Failure? failure)
    {
        var former = _accounting;
        _accounting = AccountAsync();

        async Task AccountAsync()
        {
            await former;
            await _services.AccountAsync(this, status, failure);
        }
    }
}
