namespace Adit.Protocols.Ppp;

/// <summary>Why a PPP session ended. 1xx: the link (LCP); 2xx: authentication; 3xx: liveness; 4xx: the network (IPCP).</summary>
public abstract record PppFailure : Failure
{
    private PppFailure(string code) : base(code)
    {
    }

    /// <summary>The peer answered none of our LCP Configure-Requests: frames do not reach it, or its answers do not reach us.</summary>
    public sealed record LinkNotAnswered(int Requests) : PppFailure("PPP-101");

    /// <summary>The two ends never agreed on the link's options: each kept refusing what the other kept asking.</summary>
    public sealed record LinkNotConverging(int Refusals) : PppFailure("PPP-102");

    /// <summary>We hear our own frames: the path leads back to us (RFC 1661 §6.4).</summary>
    public sealed record LoopedBack(int Collisions) : PppFailure("PPP-103");

    /// <summary>
    /// The peer took the link down before packets could pass. Windows adds its error code (0 for a user's cancelling), pppd words.
    /// </summary>
    public sealed record PeerTerminated(PppPhase Phase, int? WindowsError, string Text) : PppFailure("PPP-104");

    /// <summary>The peer began LCP anew after authentication had begun, so that we no longer know whom we are speaking to.</summary>
    public sealed record LinkRenegotiated(PppPhase Phase) : PppFailure("PPP-105");

    /// <summary>The peer does not know a code that PPP cannot do without: it is not a working PPP.</summary>
    public sealed record CodeRejected(int PppProtocol, int RejectedCode) : PppFailure("PPP-106");

    /// <summary>The peer does not know LCP or the authentication protocol that it agreed to (Protocol-Reject).</summary>
    public sealed record ProtocolRejected(int PppProtocol) : PppFailure("PPP-107");

    /// <summary>
    /// The ends have no authentication method in common: the peer offers, or asks for, none of those that are allowed here.
    /// </summary>
    /// <param name="OfferedProtocol">The peer's protocol (0xC023 PAP, 0xC223 CHAP, 0xC227 EAP); null where it named none.</param>
    /// <param name="OfferedAlgorithm">For CHAP its algorithm (5 MD5, 0x80 MS-CHAP, 0x81 MS-CHAPv2).</param>
    public sealed record NoMethodInCommon(int? OfferedProtocol, int? OfferedAlgorithm) : PppFailure("PPP-201");

    /// <summary>The server refused our name or password, with the E= code of RFC 2759 §6 and its words.</summary>
    public sealed record Refused(int Error, bool MayRetry, string Message) : PppFailure("PPP-202")
    {
        /// <summary>The code for methods that have none of their own.</summary>
        internal const int AuthenticationFailure = 691;
    }

    /// <summary>Authentication took too long at this step.</summary>
    public sealed record AuthenticationTimeout(AuthenticationStep Step) : PppFailure("PPP-203");

    /// <summary>The server did not prove that it knows the password (RFC 2759 §8.8): it may be someone else's.</summary>
    public sealed record AuthenticatorNotProven() : PppFailure("PPP-204");

    /// <summary>The server asked us to prove nothing, so it proves nothing either: we do not enter its network.</summary>
    public sealed record NotAuthenticated() : PppFailure("PPP-205");

    /// <summary>
    /// A method that makes keys was said to have succeeded, and there are none. Without them anyone could forge the crypto binding.
    /// </summary>
    public sealed record KeysMissing() : PppFailure("PPP-206");

    /// <summary>The authority asked on with what is no request of EAP.</summary>
    public sealed record AuthorityNotUnderstood() : PppFailure("PPP-207");

    /// <summary>No sign of life, and no answer to our echo requests: a dead path, an expired NAT entry, a sleeping laptop.</summary>
    public sealed record PeerSilent(int Unanswered) : PppFailure("PPP-301");

    /// <summary>The peer answered none of our IPCP Configure-Requests.</summary>
    public sealed record NetworkNotAnswered(int Requests) : PppFailure("PPP-401");

    /// <summary>The peer does not do IPv4 (it rejected IPCP), and IPv6 did not come about instead.</summary>
    public sealed record NetworkRejected() : PppFailure("PPP-402");

    /// <summary>The two ends never agreed on addresses: a client that insists on one it may not have, or takes none.</summary>
    public sealed record NetworkNotConverging(int Refusals) : PppFailure("PPP-403");

    /// <summary>The server gave us no address.</summary>
    public sealed record NoAddressGiven() : PppFailure("PPP-404");

    /// <summary>Our own side did not say in time which address the client is to have.</summary>
    public sealed record AddressNotDecided() : PppFailure("PPP-405");
}

/// <summary>The steps of authentication that can be waited for.</summary>
public enum AuthenticationStep
{
    /// <summary>The server's challenge.</summary>
    Challenge,

    /// <summary>The client's response to a challenge.</summary>
    Response,

    /// <summary>The client's second response, after a refusal that left it a further try.</summary>
    Retry,

    /// <summary>The answer of our own side: the authority's verdict, or the user's password.</summary>
    Answer,

    /// <summary>The server's Success or Failure.</summary>
    Verdict,
}
