using Adit.Protocols.Crypto;

namespace Adit.Protocols.Ppp;

/// <summary>Answers to the questions among <see cref="PppEvent"/>, posted back as ordinary input. A late one is dropped.</summary>
public abstract record PppAnswer
{
    private PppAnswer()
    {
    }

    /// <summary>
    /// The response was right. <c>AuthenticatorResponse</c> is the "S=" text of 42 characters that the peer will check; null where the
    /// method has none, and the keys then do not matter.
    /// </summary>
    public sealed record Accepted(string Identity, string? AuthenticatorResponse, SessionKeys Keys) : PppAnswer
    {
        /// <summary>The packet that ends a conversation of EAP; empty for other methods.</summary>
        public ReadOnlyMemory<byte> EapPacket { get; init; }
    }

    /// <summary>The authority asks on: the next packet of EAP for the peer.</summary>
    public sealed record EapContinued(ReadOnlyMemory<byte> Packet) : PppAnswer;

    /// <summary>The peer's side responds with this packet of EAP. <c>Known</c> is what has gone wrong already; null for nothing.</summary>
    public sealed record EapResponded(ReadOnlyMemory<byte> Packet, Failure? Known) : PppAnswer
    {
        /// <summary>What is known alone.</summary>
        public override string ToString() => $"{nameof(EapResponded)} {{ {nameof(Known)} = {Known} }}";
    }

    /// <summary>The peer's side makes nothing of this packet of EAP.</summary>
    public sealed record EapIgnored : PppAnswer;

    /// <summary>The server has let the peer in, and proved itself where the method has it do so.</summary>
    public sealed record EapSucceeded(string Identity, SessionKeys Keys) : PppAnswer;

    /// <summary>The peer was refused, or goes no further.</summary>
    public sealed record EapFailed(Failure Reason) : PppAnswer;

    /// <summary>The response was refused with the E= code of RFC 2759 §6 (646 to 649, 691, 709), with leave to try again or not.</summary>
    public sealed record Rejected(int Error, bool MayRetry, Failure Reason) : PppAnswer
    {
        /// <summary>The packet that ends a conversation of EAP; empty for other methods.</summary>
        public ReadOnlyMemory<byte> EapPacket { get; init; }
    }

    /// <summary>The peer's side answers the challenge: name, 16 bytes of own challenge, 24 bytes of response.</summary>
    public sealed record Responded(string UserName, ReadOnlyMemory<byte> PeerChallenge, ReadOnlyMemory<byte> NtResponse) : PppAnswer;

    /// <summary>The peer's side has a new password.</summary>
    public sealed record Changed(MsChapV2Change Change) : PppAnswer;

    /// <summary>The peer's side has no new password: the refusal stands.</summary>
    public sealed record ChangeDeclined : PppAnswer;

    /// <summary>The peer's side answers a challenge of CHAP-MD5: name, 16 bytes of response.</summary>
    public sealed record ChapResponded(string UserName, ReadOnlyMemory<byte> Response) : PppAnswer;

    /// <summary>The peer's side hands its password over; name and password have at most 255 bytes each. Never prints it.</summary>
    public sealed record PasswordGiven(string UserName, ReadOnlyMemory<byte> Password) : PppAnswer
    {
        /// <summary>The name alone.</summary>
        public override string ToString() => $"{nameof(PasswordGiven)} {{ {nameof(UserName)} = {UserName} }}";
    }

    /// <summary>Whether the authenticator proved itself; the keys only where it did.</summary>
    public sealed record AuthenticatorChecked(bool IsRight, SessionKeys Keys) : PppAnswer;

    /// <summary>The addresses for IPCP, and whether this call may have IPv6 too where <see cref="PppOptions.Ipv6"/> offers it.</summary>
    public sealed record AddressGranted(Ipv4Settings Settings, bool AllowsIpv6 = true) : PppAnswer;

    /// <summary>No address can be had: the call is refused before IPCP offers anything.</summary>
    public sealed record AddressRefused(Failure Reason) : PppAnswer;
}
