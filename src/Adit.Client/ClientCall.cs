using Adit.Client.Eap;
using Adit.Linux;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;
using Adit.Transport;

namespace Adit.Client;

/// <summary>Sets up the network for a call that has opened.</summary>
/// <param name="call">What carries the call.</param>
/// <param name="settings">What the server gave.</param>
/// <param name="take">Told who takes the call's packets, before anything can be sent whose answer would find nobody.</param>
internal delegate void NetworkSetUp(CallDriver call, Ipv4Settings settings, Action<IPacketReceiver> take);

/// <summary>The client's side of one call: answers the challenge, checks the server's proof, and sets up the network once it is open.</summary>
internal sealed class ClientCall(
    ConnectionProfile profile, Credential credential, EapEngines engines, IRandomSource random, NetworkSetUp open)
    : ICallOwner, IPacketReceiver, IDisposable
{
    private readonly EapConversations _eap = new(profile, credential, engines, random);
    private volatile IPacketReceiver? _receiver;
    private MsChapV2Exchange? _exchange;
    private volatile PasswordChange? _change;
    private Ipv4Settings? _settings;
    private CallStage _stage;

    /// <summary>Why the call ended; null where it ended as wished.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>
    /// The setting up of the network, which begins when the call is open. It runs beside the call, which must not wait; whoever takes
    /// the network away waits for it first.
    /// </summary>
    public Task SettingUp { get; private set; } = Task.CompletedTask;

    /// <summary>IPv6 of this call; null where it is not to have any.</summary>
    public ClientIpv6? Ipv6 { get; init; }

    /// <summary>Tells the stages as they are reached.</summary>
    public Action<CallStage>? StageReached { get; init; }

    /// <summary>A driver for a call over this link.</summary>
    public CallDriver NewDriver(TlsLink link) => NewDriver(profile, link, random, ipv6: Ipv6 is not null, this, this);

    /// <summary>The same for another owner.</summary>
    internal static CallDriver NewDriver(
        ConnectionProfile profile, TlsLink link, IRandomSource random, bool ipv6, ICallOwner owner, IPacketReceiver receiver)
    {
        var certificate = CertificateHashes.Of(link.Agreement.PeerCertificate.Span);
        var call = new Call(
            new SstpClientSession(profile.Sstp, certificate),
            new PppSession(PppRole.Client, profile.Ppp with { MaxPacket = profile.Mtu, Ipv6 = ipv6 }, random),
            profile.Call);
        return new CallDriver(link, call, owner, receiver);
    }

    public DropReason Accept(ReadOnlySpan<byte> packet) =>
        Ipv6?.TryTake(packet) is true ? DropReason.None : _receiver is { } receiver ? receiver.Accept(packet) : DropReason.NotOpen;

    public void Flush() => _receiver?.Flush();

    public void Handle(CallDriver driver, CallEvent callEvent, Moment now)
    {
        switch (callEvent)
        {
            case CallEvent.StageReached reached:
                Reach(driver, reached.Stage);
                break;
            case CallEvent.FromPpp { Event: PppEvent.ChallengeReceived challenge }:
                Respond(driver, challenge);
                break;
            case CallEvent.FromPpp { Event: PppEvent.ChangeNeeded needed }:
                ChangePassword(driver, needed);
                break;
            case CallEvent.FromPpp { Event: PppEvent.ChapChallengeReceived challenge }:
                var digest = ChapMd5.Response(challenge.Identifier, credential.Password.Span, challenge.Challenge.Span);
                driver.Post((call, at) => call.HandleAnswer(new PppAnswer.ChapResponded(credential.UserName, digest), at));
                break;
            case CallEvent.FromPpp { Event: PppEvent.PasswordNeeded }:
                driver.Post((call, at) => call.HandleAnswer(new PppAnswer.PasswordGiven(credential.UserName, credential.Password), at));
                break;
            case CallEvent.FromPpp { Event: PppEvent.EapRequestReceived request }:
                Answer(driver, request);
                break;
            case CallEvent.FromPpp { Event: PppEvent.AuthenticatorResponseReceived response }:
                CheckAuthenticator(driver, response.AuthenticatorResponse);
                break;
            case CallEvent.FromPpp { Event: PppEvent.NetworkOpened opened }:
                _settings = opened.Settings;
                break;
            case CallEvent.FromPpp { Event: PppEvent.Ipv6Opened opened }:
                Ipv6?.Linked(driver, opened.Settings);
                break;
            case CallEvent.Closed closed:
                Failure = Judge(closed.Failure);
                break;
        }
    }

    public void Dispose() => _eap.Dispose();

    private void Respond(CallDriver driver, PppEvent.ChallengeReceived challenge)
    {
        var peerChallenge = new byte[MsChapV2.ChallengeLength];
        random.Fill(peerChallenge);
        var response = new byte[MsChapV2.NtResponseLength];
        MsChapV2.NtResponse(challenge.Challenge.Span, peerChallenge, credential.UserName, credential.NtHash.Span, response);
        _change = null;
        _exchange = new MsChapV2Exchange(challenge.Identifier, credential.UserName, challenge.Challenge, peerChallenge, response);
        driver.Post((call, at) => call.HandleAnswer(new PppAnswer.Responded(credential.UserName, peerChallenge, response), at));
    }

    private void Answer(CallDriver driver, PppEvent.EapRequestReceived request)
    {
        if (_eap.Answer(request.Packet) is { } said)
            driver.Post((call, at) => call.HandleAnswer(said, at));
        else
            ChooseForEap(driver);
    }

    /// <summary>Beside the call, since a person may be asked.</summary>
    private void ChooseForEap(CallDriver driver) => _ = Task.Run(credential.ChooseNewPassword).ContinueWith(
        choosing =>
        {
            var chosen = choosing.IsCompletedSuccessfully ? choosing.Result : null; // nobody wanted to answer
            driver.Post((call, at) => call.HandleAnswer(_eap.AnswerNewPassword(chosen), at));
        },
        CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    /// <summary>Beside the call, since a person may be asked.</summary>
    private void ChangePassword(CallDriver driver, PppEvent.ChangeNeeded needed) => _ = Task.Run(() =>
    {
        _change = credential.ChooseNewPassword() is { } chosen ? PasswordChange.Create(credential, chosen, needed, random) : null;
        PppAnswer answer = _change is { } change ? new PppAnswer.Changed(change.Change) : new PppAnswer.ChangeDeclined();
        driver.Post((call, at) => call.HandleAnswer(answer, at));
    }).ContinueWith(
        _ => driver.Post((call, at) => call.HandleAnswer(new PppAnswer.ChangeDeclined(), at)), // nobody wanted to answer
        CancellationToken.None, TaskContinuationOptions.NotOnRanToCompletion, TaskScheduler.Default);

    private void CheckAuthenticator(CallDriver driver, string authenticatorResponse)
    {
        var hash = (_change is { } change ? MsChapV2.NtPasswordHash(change.Password) : credential.NtHash).Span;
        var isRight = (_change?.Change.Exchange ?? _exchange) is { } exchange && MsChapV2.CheckAuthenticatorResponse(
            authenticatorResponse, exchange.AuthenticatorChallenge.Span, exchange.PeerChallenge.Span, exchange.UserName, hash, exchange.NtResponse.Span);
        var keys = isRight ? MsChapV2.DeriveKeys(hash, (_change?.Change.Exchange ?? _exchange)!.NtResponse.Span) : SessionKeys.NotGenerated;
        if (isRight && _change is { } taken)
            credential.Adopt(taken.Password);
        driver.Post((call, at) => call.HandleAnswer(new PppAnswer.AuthenticatorChecked(isRight, keys), at));
    }

    /// <summary>A connection that breaks before packets could pass is another matter than one that breaks later.</summary>
    private Failure? Judge(Failure? failure) =>
        failure is SstpFailure.TransportLost && _stage < CallStage.Open ? new ClientFailure.LostWhileConnecting(_stage) : failure;

    private void Reach(CallDriver driver, CallStage stage)
    {
        if (stage <= CallStage.Open)
            _stage = stage;
        StageReached?.Invoke(stage);
        if (stage is CallStage.Open)
            SettingUp = Task.Run(() => SetUp(driver));
    }

    private void SetUp(CallDriver driver)
    {
        try
        {
            open(driver, _settings!, receiver => _receiver = receiver);
            Ipv6?.Ready();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            driver.Post((call, at) => call.Close(new ClientFailure.NetworkSetUpFailed(e.Message), at));
        }
    }
}
