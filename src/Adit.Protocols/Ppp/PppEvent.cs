using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ip;

namespace Adit.Protocols.Ppp;

/// <summary>What a PPP session tells its call. Questions are answered through <c>PppSession.HandleAnswer</c>.</summary>
public abstract record PppEvent
{
    private PppEvent()
    {
    }

    /// <summary>LCP has opened with these options.</summary>
    public sealed record LinkEstablished(LcpFacts Facts) : PppEvent;

    /// <summary>The peer named itself (LCP Identification, RFC 1570 §2.1), for Windows its version and host.</summary>
    public sealed record PeerIdentified(ReadOnlyMemory<byte> Message) : PppEvent;

    /// <summary>
    /// A question to the authenticator's side: is this response right? Answered by
    /// <see cref="PppAnswer.Accepted"/> or <see cref="PppAnswer.Rejected"/>.
    /// </summary>
    public sealed record ResponseReceived(MsChapV2Exchange Exchange) : PppEvent;

    /// <summary>
    /// A question to the authenticator's side: does this new password for an expired one hold? Answered as for
    /// <see cref="ResponseReceived"/>.
    /// </summary>
    public sealed record ChangeReceived(MsChapV2Change Change) : PppEvent;

    /// <summary>The same question for CHAP-MD5; the keys and proof of an answer do not matter.</summary>
    public sealed record ChapResponseReceived(ChapMd5Exchange Exchange) : PppEvent;

    /// <summary>The same question for PAP.</summary>
    public sealed record PasswordReceived(PapExchange Exchange) : PppEvent;

    /// <summary>
    /// A question to the authenticator's side: what does the authority say to this packet of EAP? <c>Identity</c> is who the peer says
    /// it is. Answered by <see cref="PppAnswer.EapContinued"/>, <see cref="PppAnswer.Accepted"/> or <see cref="PppAnswer.Rejected"/>.
    /// </summary>
    public sealed record EapReceived(string Identity, ReadOnlyMemory<byte> Packet) : PppEvent
    {
        /// <summary>The identity alone.</summary>
        public override string ToString() => $"{nameof(EapReceived)} {{ {nameof(Identity)} = {Identity} }}";
    }

    /// <summary>
    /// A question to the peer's side: what is the response to this challenge? Answered by <see cref="PppAnswer.Responded"/>.
    /// </summary>
    public sealed record ChallengeReceived(byte Identifier, ReadOnlyMemory<byte> Challenge, string AuthenticatorName) : PppEvent;

    /// <summary>
    /// A question to the peer's side: the password has expired; which new one is it to be (RFC 2759 §7)? Answered by
    /// <see cref="PppAnswer.Changed"/> or <see cref="PppAnswer.ChangeDeclined"/>.
    /// </summary>
    /// <param name="Identifier">That of the packet which brings the new one.</param>
    /// <param name="Challenge">16 bytes, which the new one is to answer.</param>
    public sealed record ChangeNeeded(byte Identifier, ReadOnlyMemory<byte> Challenge) : PppEvent;

    /// <summary>The same question for CHAP-MD5. Answered by <see cref="PppAnswer.ChapResponded"/>.</summary>
    public sealed record ChapChallengeReceived(byte Identifier, ReadOnlyMemory<byte> Challenge, string AuthenticatorName) : PppEvent;

    /// <summary>A question to the peer's side, for PAP: name and password? Answered by <see cref="PppAnswer.PasswordGiven"/>.</summary>
    public sealed record PasswordNeeded : PppEvent;

    /// <summary>
    /// A question to the peer's side: what to say to this packet of EAP? Answered by <see cref="PppAnswer.EapResponded"/>,
    /// <see cref="PppAnswer.EapIgnored"/>, <see cref="PppAnswer.EapSucceeded"/> or <see cref="PppAnswer.EapFailed"/>.
    /// </summary>
    public sealed record EapRequestReceived(ReadOnlyMemory<byte> Packet) : PppEvent
    {
        /// <summary>The name alone.</summary>
        public override string ToString() => nameof(EapRequestReceived);
    }

    /// <summary>
    /// A question to the peer's side: did the server prove that it knows the password too (RFC 2759 §8.8)? <c>AuthenticatorResponse</c>
    /// is the "S=" text of 42 characters. Answered by <see cref="PppAnswer.AuthenticatorChecked"/>.
    /// </summary>
    public sealed record AuthenticatorResponseReceived(string AuthenticatorResponse) : PppEvent;

    /// <summary>Authentication has succeeded, both ways where the method proves both.</summary>
    public sealed record Authenticated(string Identity, SessionKeys Keys) : PppEvent;

    /// <summary>
    /// A question to the server's side, before IPCP offers anything: which addresses? Answered by
    /// <see cref="PppAnswer.AddressGranted"/> or <see cref="PppAnswer.AddressRefused"/>.
    /// </summary>
    public sealed record AddressNeeded : PppEvent;

    /// <summary>IPCP has opened: IPv4 packets may pass.</summary>
    public sealed record NetworkOpened(Ipv4Settings Settings) : PppEvent;

    /// <summary>IPV6CP has opened: IPv6 packets may pass, before or after the call is open.</summary>
    public sealed record Ipv6Opened(Ipv6Settings Settings) : PppEvent;

    /// <summary>The session has ended; null where it was closed as wished, by us or by the peer's Terminate-Request.</summary>
    public sealed record Closed(Failure? Failure) : PppEvent;
}

/// <summary>What LCP agreed on (RFC 1661 §6).</summary>
/// <param name="LocalMru">The longest information field we take, in bytes.</param>
/// <param name="PeerMru">The longest information field the peer takes, in bytes.</param>
/// <param name="CompressProtocol">Whether we may send one-byte protocol numbers (PFC).</param>
/// <param name="CompressAddress">Whether we may leave out FF 03 (ACFC).</param>
public sealed record LcpFacts(int LocalMru, int PeerMru, bool CompressProtocol, bool CompressAddress);

/// <summary>The IPv4 settings of a call, the same on both ends but for the point of view.</summary>
/// <param name="Server">The server's address in the tunnel.</param>
/// <param name="Client">The client's address, its session's alone.</param>
/// <param name="Dns">At most two name servers, best first.</param>
/// <param name="Wins">At most two NetBIOS name servers, best first.</param>
public sealed record Ipv4Settings(Ipv4Address Server, Ipv4Address Client, IReadOnlyList<Ipv4Address> Dns, IReadOnlyList<Ipv4Address> Wins)
{
    /// <summary>Whether all addresses are the same.</summary>
    public bool Equals(Ipv4Settings? other) =>
        other is not null && Server == other.Server && Client == other.Client && Dns.SequenceEqual(other.Dns) && Wins.SequenceEqual(other.Wins);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Server, Client, Dns.Count, Wins.Count);
}

/// <summary>The IPv6 settings of a call, the same on both ends: the lower halves of the link-local addresses (RFC 5072 §5).</summary>
/// <param name="ServerInterfaceId">The server's interface identifier, in host order; not zero.</param>
/// <param name="ClientInterfaceId">The client's interface identifier, in host order; not zero, and not the server's.</param>
public sealed record Ipv6Settings(ulong ServerInterfaceId, ulong ClientInterfaceId);

/// <summary>The parts of an MS-CHAPv2 exchange that the check of a response needs (RFC 2759 §4, §5).</summary>
/// <param name="Identifier">The CHAP identifier of challenge and response.</param>
/// <param name="UserName">The name as sent, decoded as UTF-8, or as Latin-1 where it is not UTF-8; at most 256 characters.</param>
/// <param name="AuthenticatorChallenge">16 bytes, ours.</param>
/// <param name="PeerChallenge">16 bytes, the peer's.</param>
/// <param name="NtResponse">24 bytes.</param>
/// <param name="NameIsLatin1">Whether the name was not UTF-8. The response is a hash over the name's bytes: this gets them back.</param>
public sealed record MsChapV2Exchange(
    byte Identifier,
    string UserName,
    ReadOnlyMemory<byte> AuthenticatorChallenge,
    ReadOnlyMemory<byte> PeerChallenge,
    ReadOnlyMemory<byte> NtResponse,
    bool NameIsLatin1 = false)
{
    /// <summary>The name's bytes as they came.</summary>
    public byte[] EncodeUserName() => (NameIsLatin1 ? Encoding.Latin1 : Encoding.UTF8).GetBytes(UserName);
}
