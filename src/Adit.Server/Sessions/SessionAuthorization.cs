using System.Text;
using Adit.Access.Accounts;
using Adit.Access.Decisions;
using Adit.Protocols.Eap;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;
using Adit.Transport;

namespace Adit.Server.Sessions;

/// <summary>What the authority says of one session: asked while the caller signs in, and anew while the session is open.</summary>
internal sealed class SessionAuthorization(SessionServices services, SessionOrigin origin, SessionPlace place)
{
    // RFC 2759 §6; it has no code for "too many", and this one tells the user that the password is not the trouble.
    private const int NoDialInPermission = 649;

    // EAP's packets begin with code, identifier and length; a response goes on with its type (RFC 3748 §4.1).
    private const int EapHeader = 4;

    // Longer than SSTP waits for the goodbye of a peer that is gone; the client asks again meanwhile, which does no harm.
    private static readonly TimeSpan PatienceWithReplaced = TimeSpan.FromSeconds(8);

    private readonly EapTrail _eap = new();
    private readonly EapSight _sight = new(services.Clock);
    private ReadOnlyMemory<byte> _eapState;
    private volatile AccessCredentials? _proof;
    private volatile string? _given;
    private volatile string? _claimed;
    private PppMethod _method;

    /// <summary>What the session may; null before the authority has said so. Set again only in the call's order.</summary>
    public AccessReply.Accept? Granted { get; set; }

    /// <summary>The account that the caller claims to be, before the authority has said so; null where it has claimed none.</summary>
    public string? Claimed => _claimed;

    /// <summary>SHA-256 thumbprint of the certificate that the caller signed in with; null where it was a password.</summary>
    public string? Certificate { get; private set; }

    /// <summary>The methods of EAP that were offered, asked for and chosen.</summary>
    public IEnumerable<(string Name, string Value)> EapFacts => _eap.Facts;

    /// <summary>What the caller shows, in the call's order, to be given to <see cref="AuthorizeAsync"/>; null where the event is another.</summary>
    public AccessCredentials? Receive(PppEvent pppEvent)
    {
        if (CredentialsOf(pppEvent) is not { } credentials)
            return null;

        _proof = credentials;
        if (credentials is not AccessCredentials.Eap { State.IsEmpty: false })
            Name(credentials);
        return credentials;
    }

    /// <summary>Asks the authority about what the caller has shown, and has the session take its place.</summary>
    public async Task<PppAnswer> AuthorizeAsync(AccessCredentials credentials, CallDriver driver)
    {
        var reply = await AskAsync(credentials, SessionPolicy.AttributesOf(origin.Peer, origin.Local));
        driver.Post((_, _) => Note(credentials, reply));
        return reply switch
        {
            AccessReply.Challenge challenge => Continue(challenge),
            AccessReply.Accept accept when IsProven(credentials, accept) => await AcceptAsync(credentials, accept, driver),
            AccessReply.Reject reject => new PppAnswer.Rejected(
                reject.Error, reject.MayRetry, AccessFailure.For(_sight.ReasonOf(reject))) { EapPacket = reject.EapPacket },
            _ => new PppAnswer.Rejected(MsChapV2Error.AuthenticationFailure, MayRetry: false, new AccessFailure.AuthorityFailed()),
        };
    }

    /// <summary>Asks the authority what a session that is open may from now on.</summary>
    /// <param name="state">What the wish to do so had as State (RFC 5176 §3.3).</param>
    public Task<AccessReply> AuthorizeAgainAsync(ReadOnlyMemory<byte> state) => AskAsync(
        new AccessCredentials.AuthorizeOnly(_given!, state, _method, EapTypeOf(_proof)),
        SessionPolicy.AttributesOf(origin.Peer, origin.Local) with { ServiceType = AccessCredentials.AuthorizeOnly.ServiceType });

    private Task<AccessReply> AskAsync(AccessCredentials credentials, AccessAttributes attributes) => services.Authority.DecideAsync(
        new AccessRequest(credentials, origin.Id, services.Gateway, origin.Peer.Address.ToString(), origin.Attempt.CorrelationId) { Attributes = attributes },
        CancellationToken.None).AsTask();

    private AccessCredentials? CredentialsOf(PppEvent pppEvent) => pppEvent switch
    {
        PppEvent.ResponseReceived response => new AccessCredentials.MsChapV2(response.Exchange),
        PppEvent.ChangeReceived change => new AccessCredentials.MsChapV2Changed(change.Change),
        PppEvent.ChapResponseReceived response => new AccessCredentials.ChapMd5(response.Exchange),
        PppEvent.PasswordReceived { Exchange: var pap } => new AccessCredentials.Pap(pap.UserName, pap.Password) { NameIsLatin1 = pap.NameIsLatin1 },
        PppEvent.EapReceived eap => Carry(eap),
        _ => null,
    };

    private AccessCredentials.Eap Carry(PppEvent.EapReceived eap)
    {
        _eap.Answered(eap.Packet);
        _sight.Answered(eap.Packet);
        return new AccessCredentials.Eap(eap.Identity, eap.Packet, _eapState);
    }

    private void Name(AccessCredentials credentials)
    {
        _method = MethodOf(credentials);
        origin.Attempt.Fact("ppp.authentication", PppMethodNames.Of(_method));
        origin.Attempt.Named(credentials.UserName);
        _claimed = AccountName.TryParseUserName(credentials.UserName, out var name) ? name.Value : null;
    }

    private static PppMethod MethodOf(AccessCredentials credentials) => credentials switch
    {
        AccessCredentials.ChapMd5 => PppMethod.ChapMd5,
        AccessCredentials.Pap => PppMethod.Pap,
        AccessCredentials.Eap => PppMethod.Eap,
        _ => PppMethod.MsChapV2,
    };

    private static EapType EapTypeOf(AccessCredentials? proof) =>
        proof is AccessCredentials.Eap { Packet.Length: > EapHeader } eap ? (EapType)eap.Packet.Span[EapHeader] : EapType.None;

    /// <summary>Keeps with the attempt what the answer tells beside itself.</summary>
    private void Note(AccessCredentials credentials, AccessReply reply)
    {
        SessionPolicy.Note(origin.Attempt, reply);
        if (reply.InnerIdentity.Length > 0)
            origin.Attempt.Named(reply.InnerIdentity);
        if (reply is AccessReply.Challenge challenge)
        {
            _sight.Asked(challenge.EapPacket);
            _eap.Offered(challenge.EapPacket);
        }
        else if (credentials is AccessCredentials.Eap)
        {
            _sight.Note(origin.Attempt);
        }
    }

    private PppAnswer.EapContinued Continue(AccessReply.Challenge challenge)
    {
        _eapState = challenge.State;
        return new PppAnswer.EapContinued(challenge.EapPacket);
    }

    /// <summary>MS-CHAPv2 has the authority prove itself, too; without that no Windows client goes on.</summary>
    private static bool IsProven(AccessCredentials credentials, AccessReply.Accept accept) =>
        credentials is not (AccessCredentials.MsChapV2 or AccessCredentials.MsChapV2Changed) || accept.AuthenticatorResponse is not null;

    private async Task<PppAnswer> AcceptAsync(AccessCredentials credentials, AccessReply.Accept accept, CallDriver driver)
    {
        if (await TakePlaceAsync(accept, driver) is { } noPlace)
            return new PppAnswer.Rejected(NoDialInPermission, MayRetry: false, noPlace);

        _given = accept.InnerIdentity.Length == 0 && Ascii.IsValid(credentials.UserName) && credentials.UserName.Length > 0 ? credentials.UserName : accept.Identity;
        (Granted, Certificate) = (accept, accept.Certificate);
        driver.Post((call, _) => call.Limit(accept.IdleTimeout, accept.SessionTimeout));
        return new PppAnswer.Accepted(accept.Identity, accept.AuthenticatorResponse, accept.Keys) { EapPacket = accept.EapPacket };
    }

    /// <summary>Whoever has to make room ends first: their address may be the one that this session is to have.</summary>
    private async Task<LimitFailure?> TakePlaceAsync(AccessReply.Accept accept, CallDriver driver)
    {
        var (replaced, failure) = services.Table.Places.Enter(place, accept.Identity, accept.Settings.SessionsPerUser);
        if (failure is LimitFailure.NoPlaceLeft { Limit: var limit })
            driver.Post((_, _) => origin.Attempt.Fact(PlaceLimit.Fact, limit));
        if (replaced.Count == 0)
            return failure;

        var reason = new LimitFailure.ReplacedByNewer(origin.Peer.Address.ToString());
        await Task.WhenAny(Task.WhenAll(replaced.Select(one => one.YieldAsync(reason))), Task.Delay(PatienceWithReplaced));
        return failure;
    }
}
