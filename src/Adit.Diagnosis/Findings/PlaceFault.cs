using Adit.Protocols;

namespace Adit.Diagnosis.Findings;

/// <summary>What the doctor finds from a client's place and no call fails of by that name. Facts are text that has been made fit to be shown.</summary>
public abstract record PlaceFault(string Code) : Failure(Code)
{
    /// <summary>Resolvers disagree about the server's addresses. Each entry is a resolver with what it says.</summary>
    public sealed record ResolversDiffer(string Host, IReadOnlyList<string> Answers) : PlaceFault("DOC-201");

    /// <summary>The server answers TCP and no ping: nothing follows from the ping.</summary>
    public sealed record PingUnanswered(string Address) : PlaceFault("DOC-202");

    /// <summary>Large packets vanish on the way, small ones pass. Both are bytes of a whole IP packet.</summary>
    public sealed record LargePacketsVanish(int Passes, int Vanishes) : PlaceFault("DOC-203");

    /// <summary>TLS ends at something between here and the server, which shows a certificate of its own.</summary>
    public sealed record TlsIntercepted(string Issuer, string Reason) : PlaceFault("DOC-204");

    /// <summary>A proxy is set on this machine, and the server is reached with it otherwise than without.</summary>
    public sealed record ProxyDiffers(string Proxy, string With, string Without) : PlaceFault("DOC-205");

    /// <summary>Plain HTTP does not answer: the server's CA certificate and revocation lists cannot be fetched from it.</summary>
    public sealed record WebUnreachable(int Port, string State) : PlaceFault("DOC-206");

    /// <summary>A name server of the intranet does not answer inside the tunnel.</summary>
    public sealed record InnerResolverSilent(string Server) : PlaceFault("DOC-207");

    /// <summary>A host behind the server does not answer inside the tunnel.</summary>
    public sealed record InnerHostSilent(string Host, string What) : PlaceFault("DOC-208");

    /// <summary>The address inside the tunnel is one that hosts give themselves (169.254), with which nothing is reached.</summary>
    public sealed record InnerAddressLinkLocal(string Address) : PlaceFault("DOC-209");

    /// <summary>The server itself does not answer inside the tunnel.</summary>
    public sealed record InnerServerSilent(string Address) : PlaceFault("DOC-210");

    /// <summary>A name of the intranet is not known to the name servers that the server gives.</summary>
    public sealed record InnerNameUnknown(string Name, string Answer) : PlaceFault("DOC-211");

    /// <summary>Some of the server's addresses answer and others do not.</summary>
    public sealed record AddressDead(string Address, string State) : PlaceFault("DOC-212");
}
