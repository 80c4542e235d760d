using Adit.Protocols.Crypto;
using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Peers;
using Adit.Protocols.Ppp;
using Adit.Protocols.Tests.Eap;

namespace Adit.Protocols.Tests.Ppp;

/// <summary>Whoever stands behind a session and knows the answers: the authority and pool of a server, the user of a client.</summary>
internal sealed class ScriptedAnswers(int seed)
{
    private const string UserName = "User";

    private readonly SeededRandom _random = new(seed);
    private PppAnswer.Responded? _responded;
    private readonly List<EapServer> _servers = []; // one for each conversation
    private readonly List<EapPeerConversation> _peers = [];
    private ReadOnlyMemory<byte> _challenge;

    public string Password { get; set; } = "clientPass";

    /// <summary>Whether someone who was wrong may try again.</summary>
    public bool MayRetry { get; set; } = true;

    /// <summary>The E= code with which everybody is refused, right or wrong; null for nobody.</summary>
    public int? Refusal { get; set; }

    /// <summary>Whether the server's password has expired: until a new one comes, the right one is refused with E=648.</summary>
    public bool HasExpired { get; set; }

    /// <summary>What a client changes an expired password into; null for a client that does not.</summary>
    public string? NewPassword { get; set; }

    /// <summary>What is given to a client.</summary>
    public Ipv4Settings Settings { get; set; } = new(new(0x0a000001), new(0x0a000002), [new(0x0a000035), new(0x08080808)], []);

    /// <summary>What may be used inside of EAP, at either end.</summary>
    public EapType EapMethod { get; set; } = EapType.MsChapV2;

    /// <summary>Whether there is an address to give: the answer to the question; null leaves it open.</summary>
    public Func<Ipv4Settings, PppAnswer>? Address { get; set; } = settings => new PppAnswer.AddressGranted(settings);

    public PppAnswer? To(PppEvent told) => told switch
    {
        PppEvent.ResponseReceived response => Judge(response.Exchange),
        PppEvent.ChapResponseReceived response => Verdict(ChapMd5.Verify(response.Exchange, PasswordBytes), response.Exchange.UserName),
        PppEvent.PasswordReceived given => Verdict(given.Exchange.Password.Span.SequenceEqual(PasswordBytes), given.Exchange.UserName),
        PppEvent.ChapChallengeReceived challenge =>
            new PppAnswer.ChapResponded(UserName, ChapMd5.Response(challenge.Identifier, PasswordBytes, challenge.Challenge.Span)),
        PppEvent.PasswordNeeded => new PppAnswer.PasswordGiven(UserName, PasswordBytes),
        PppEvent.ChallengeReceived challenge => Respond(challenge.Challenge),
        PppEvent.ChangeReceived change => Judge(change.Change),
        PppEvent.ChangeNeeded needed => NewPassword is { } password ? Change(needed, password) : new PppAnswer.ChangeDeclined(),
        PppEvent.AuthenticatorResponseReceived proof => Check(proof.AuthenticatorResponse),
        PppEvent.EapReceived received => Judge(received),
        PppEvent.EapRequestReceived received => Answer(received.Packet),
        PppEvent.AddressNeeded => Address?.Invoke(Settings),
        _ => null,
    };

    /// <summary>The authority's side: an EAP server and whoever judges what it brings to light.</summary>
    private PppAnswer Judge(PppEvent.EapReceived received)
    {
        if (received.Packet.Span[4] is (byte)EapType.Identity)
            _servers.Add(new EapServer([EapMethod], new EapServerServices(_random)));

        var step = _servers[^1].Handle(received.Packet);
        if (step is EapStep.Judge judge)
            step = _servers[^1].HandleVerdict(Judging.Of(judge.Credentials, Password));
        return step switch
        {
            EapStep.Send send => new PppAnswer.EapContinued(send.Packet),
            EapStep.Succeed { Reply: var accept } => new PppAnswer.Accepted(accept.Identity, null, accept.Keys) { EapPacket = accept.EapPacket },
            EapStep.Fail { Reply: var reject } => new PppAnswer.Rejected(reject.Error, MayRetry: false, new WrongPassword()) { EapPacket = reject.EapPacket },
            _ => throw new InvalidOperationException("A packet of a peer of ours belongs to the conversation."),
        };
    }

    private PppAnswer Answer(ReadOnlyMemory<byte> packet)
    {
        if (_peers.Count == 0)
            _peers.Add(new EapPeerConversation(UserName, [PeerMethods.Create(EapMethod, UserName, Password)]));
        return _peers[0].Handle(packet) switch
        {
            EapPeerStep.Respond respond => new PppAnswer.EapResponded(respond.Packet, respond.Known),
            EapPeerStep.Succeed succeed => new PppAnswer.EapSucceeded(succeed.Identity, succeed.Keys),
            EapPeerStep.Fail fail => new PppAnswer.EapFailed(fail.Reason),
            _ => new PppAnswer.EapIgnored(),
        };
    }

    private byte[] PasswordBytes => System.Text.Encoding.UTF8.GetBytes(Password);

    private PppAnswer Verdict(bool isRight, string userName) => isRight
        ? new PppAnswer.Accepted(userName, AuthenticatorResponse: null, SessionKeys.NotGenerated)
        : new PppAnswer.Rejected(691, MayRetry, new WrongPassword());

    private PppAnswer Judge(MsChapV2Exchange exchange)
    {
        if (Refusal is { } error)
            return new PppAnswer.Rejected(error, MayRetry: false, new WrongPassword());

        var hash = MsChapV2.NtPasswordHash(Password);
        if (!MsChapV2.Verify(exchange, hash))
            return new PppAnswer.Rejected(691, MayRetry, new WrongPassword());
        if (HasExpired)
            return new PppAnswer.Rejected(648, MayRetry: false, new ExpiredPassword());

        var keys = MsChapV2.DeriveKeys(hash, exchange.NtResponse.Span);
        return new PppAnswer.Accepted(exchange.UserName, MsChapV2.AuthenticatorResponse(exchange, hash), keys);
    }

    private PppAnswer Judge(MsChapV2Change change)
    {
        if (!MsChapV2PasswordChange.TryRead(change, MsChapV2.NtPasswordHash(Password), out var password) || password.Length < 8)
            return new PppAnswer.Rejected(709, MayRetry, new ExpiredPassword());

        (Password, HasExpired) = (password, false);
        return Judge(change.Exchange);
    }

    private PppAnswer.Changed Change(PppEvent.ChangeNeeded needed, string newPassword)
    {
        var (oldHash, newHash) = (MsChapV2.NtPasswordHash(Password), MsChapV2.NtPasswordHash(newPassword));
        Password = newPassword;
        var response = Respond(needed.Challenge);
        var exchange = new MsChapV2Exchange(needed.Identifier, UserName, needed.Challenge, response.PeerChallenge, response.NtResponse);
        return new PppAnswer.Changed(new MsChapV2Change(
            exchange, MsChapV2PasswordChange.EncryptPassword(newPassword, oldHash, _random), MsChapV2PasswordChange.EncryptHash(oldHash, newHash)));
    }

    private PppAnswer.Responded Respond(ReadOnlyMemory<byte> challenge)
    {
        var peerChallenge = new byte[MsChapV2.ChallengeLength];
        _random.Fill(peerChallenge);
        var response = new byte[MsChapV2.NtResponseLength];
        MsChapV2.NtResponse(challenge.Span, peerChallenge, UserName, MsChapV2.NtPasswordHash(Password), response);
        _challenge = challenge;
        return _responded = new PppAnswer.Responded(UserName, peerChallenge, response);
    }

    private PppAnswer.AuthenticatorChecked Check(string proof)
    {
        var hash = MsChapV2.NtPasswordHash(Password);
        var isRight = MsChapV2.CheckAuthenticatorResponse(
            proof, _challenge.Span, _responded!.PeerChallenge.Span, UserName, hash, _responded.NtResponse.Span);
        var keys = isRight ? MsChapV2.DeriveKeys(hash, _responded.NtResponse.Span) : SessionKeys.NotGenerated;
        return new PppAnswer.AuthenticatorChecked(isRight, keys);
    }
}
