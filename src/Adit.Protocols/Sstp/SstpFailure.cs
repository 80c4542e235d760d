namespace Adit.Protocols.Sstp;

/// <summary>
/// Why an SSTP call ended otherwise than wished: 1xx the HTTP request and the transport, 2xx call set-up, 3xx crypto binding,
/// 4xx liveness and aborts by the peer.
/// </summary>
public abstract record SstpFailure(string Code) : Failure(Code)
{
    /// <summary>The server answered the HTTP request with something other than 200.</summary>
    /// <param name="Status">The HTTP status code.</param>
    public sealed record HttpRefused(int Status) : SstpFailure("SSTP-101");

    /// <summary>What came in place of the HTTP request or answer cannot be read as one, or was longer than we take.</summary>
    public sealed record HttpMalformed() : SstpFailure("SSTP-102");

    /// <summary>The HTTP request or answer did not come in time.</summary>
    public sealed record HttpTimedOut() : SstpFailure("SSTP-103");

    /// <summary>The stream cannot be delimited: what stands where a packet should begin is not a header.</summary>
    /// <param name="Version">The version byte; 0x10 where the length was the fault.</param>
    /// <param name="Length">The length field, in bytes.</param>
    public sealed record StreamCorrupt(byte Version, int Length) : SstpFailure("SSTP-104");

    /// <summary>The transport ended without a farewell.</summary>
    public sealed record TransportLost() : SstpFailure("SSTP-105");

    /// <summary>The client never sent its Call Connect Request.</summary>
    public sealed record ConnectRequestTimedOut() : SstpFailure("SSTP-201");

    /// <summary>The server never answered the Call Connect Request.</summary>
    public sealed record ConnectAnswerTimedOut() : SstpFailure("SSTP-202");

    /// <summary>The inner authentication did not come to an end in time.</summary>
    public sealed record AuthenticationTimedOut() : SstpFailure("SSTP-203");

    /// <summary>The client was authenticated and then never sent its Call Connected.</summary>
    public sealed record CallConnectedTimedOut() : SstpFailure("SSTP-204");

    /// <summary>The client kept asking for what the server does not do.</summary>
    /// <param name="Naks">How many refusals had been sent.</param>
    /// <param name="Fault">What was wrong with the last request.</param>
    public sealed record RequestsRefused(int Naks, SstpFault Fault) : SstpFailure("SSTP-205");

    /// <summary>The server refused our Call Connect Request.</summary>
    /// <param name="Fault">The first of the reasons it gave.</param>
    public sealed record RefusedByServer(SstpFault Fault) : SstpFailure("SSTP-206");

    /// <summary>A message that is right in itself came when it must not.</summary>
    /// <param name="Type">Its type.</param>
    public sealed record MessageUnexpected(SstpMessageType Type) : SstpFailure("SSTP-207");

    /// <summary>A message came that no one may send.</summary>
    /// <param name="Type">Its type, as sent.</param>
    /// <param name="Fault">What is wrong with it.</param>
    public sealed record MessageInvalid(SstpMessageType Type, SstpFault Fault) : SstpFailure("SSTP-208");

    /// <summary>The client bound with a hash protocol that was not offered, or with a weaker one than it had to take.</summary>
    /// <param name="Used">What the client used, as sent.</param>
    /// <param name="Offered">What the server offered.</param>
    public sealed record HashProtocolRefused(SstpHashProtocol Used, SstpHashProtocol Offered) : SstpFailure("SSTP-301");

    /// <summary>The client's Call Connected holds a nonce that is not ours: it belongs to another connection.</summary>
    public sealed record NonceWrong() : SstpFailure("SSTP-302");

    /// <summary>The client saw another certificate than the one we presented: something between us ends its TLS connection.</summary>
    /// <param name="Seen">The hash of the certificate that the client saw, in hexadecimal.</param>
    /// <param name="Presented">The hash of the certificate that we presented, in hexadecimal.</param>
    public sealed record CertificateDiffers(string Seen, string Presented) : SstpFailure("SSTP-303");

    /// <summary>The compound MAC is wrong: client and server do not hold the same keys.</summary>
    public sealed record CompoundMacWrong() : SstpFailure("SSTP-304");

    /// <summary>The server offers no hash protocol that we take.</summary>
    /// <param name="Offered">What it offers, as sent.</param>
    public sealed record NoHashProtocol(SstpHashProtocol Offered) : SstpFailure("SSTP-305");

    /// <summary>The server did not accept our crypto binding.</summary>
    /// <param name="Status">The reason it gave.</param>
    public sealed record BindingRefusedByServer(SstpStatus Status) : SstpFailure("SSTP-306");

    /// <summary>The peer did not answer an Echo Request: a dead path, an expired NAT entry, a sleeping laptop.</summary>
    public sealed record PeerSilent() : SstpFailure("SSTP-401");

    /// <summary>The peer aborted the call.</summary>
    /// <param name="Fault">The reason it gave; no attribute and no error where it gave none.</param>
    public sealed record AbortedByPeer(SstpFault Fault) : SstpFailure("SSTP-402");
}
