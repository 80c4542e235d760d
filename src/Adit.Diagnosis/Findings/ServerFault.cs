using Adit.Protocols;

namespace Adit.Diagnosis.Findings;

/// <summary>What the doctor finds on the server. Facts are text that has been made fit to be shown.</summary>
public abstract record ServerFault(string Code) : Failure(Code)
{
    /// <summary>No server answers on the control socket of the state directory.</summary>
    public sealed record NotRunning(string StateDirectory) : ServerFault("DOC-101");

    /// <summary>Nothing listens where the server is to listen.</summary>
    public sealed record NotListening(string EndPoint) : ServerFault("DOC-102");

    /// <summary>Another program holds a port of ours.</summary>
    public sealed record PortHeld(string EndPoint, string Holder) : ServerFault("DOC-103");

    /// <summary>The configuration on disk is not the one in force.</summary>
    public sealed record NotReloaded(IReadOnlyList<string> Keys) : ServerFault("DOC-104");

    /// <summary>
    /// A rule of the machine's firewall drops or refuses what comes to a port of ours. <c>OwnFilters</c> is <c>there</c> where our own
    /// configuration has filters, too, so that there are two places to look at, else <c>none</c>.
    /// </summary>
    public sealed record FirewallDrops(string Port, string Table, string Chain, string Rule, string OwnFilters) : ServerFault("DOC-105");

    /// <summary>
    /// A filter in our own configuration does so. <c>By</c> is <c>rule</c> where one of its rules names the packet, <c>rest</c> where it
    /// drops all that none of them permits.
    /// </summary>
    public sealed record OwnFilterDrops(string Port, string Rule, string Direction, string By) : ServerFault("DOC-106");

    /// <summary>The kernel does not forward packets.</summary>
    public sealed record ForwardingOff(string Setting) : ServerFault("DOC-107");

    /// <summary>The kernel drops what comes from an address that it would answer over another interface.</summary>
    public sealed record ReversePathStrict(string Setting) : ServerFault("DOC-108");

    /// <summary>Clients keep their addresses on the way to the networks behind the server, whose hosts then need a way back.</summary>
    public sealed record WayBackNeeded(string Pool) : ServerFault("DOC-109");

    /// <summary>The pool holds addresses that this machine reaches elsewhere.</summary>
    public sealed record PoolOverlaps(string Problem) : ServerFault("DOC-110");

    /// <summary>The pool holds addresses that hosts give themselves (169.254.0.0/16).</summary>
    public sealed record PoolLinkLocal(string Pool) : ServerFault("DOC-111");

    /// <summary>A policy can never be the one that decides. <c>Permission</c> is what it would do: <c>grant</c> or <c>deny</c>.</summary>
    public sealed record PolicyNeverMatches(string Policy, string Permission, string Reason) : ServerFault("DOC-112");

    /// <summary>A policy that denies stands behind one that lets in whom it means.</summary>
    public sealed record DenyBehindAllow(string Policy, string Before) : ServerFault("DOC-113");

    /// <summary>The machine's clock is not right, or nobody keeps it so.</summary>
    public sealed record ClockDoubtful(string Reason) : ServerFault("DOC-114");

    /// <summary>The revocation list of our CA has ended, or is about to.</summary>
    public sealed record RevocationListStale(string List, DateTimeOffset NextUpdate) : ServerFault("DOC-115");

    /// <summary>A RADIUS server does not answer, or answers with another secret than ours: neither can be told from the other by silence.</summary>
    public sealed record RadiusSilent(string Group, string Server) : ServerFault("DOC-116");

    /// <summary>A RADIUS server answers with another secret than ours.</summary>
    public sealed record RadiusSecretWrong(string Group, string Server) : ServerFault("DOC-117");

    /// <summary>The database is damaged.</summary>
    public sealed record DatabaseDamaged(string Problem) : ServerFault("DOC-118");

    /// <summary>The disk of the state directory is nearly full.</summary>
    public sealed record DiskFull(string Path, long FreeMegabytes) : ServerFault("DOC-119");

    /// <summary>All places for sessions are taken, or nearly. <c>Key</c> is the limit's in the configuration.</summary>
    public sealed record SessionsFull(int Sessions, int Limit, string Key) : ServerFault("DOC-120");

    /// <summary>No address is left for another session, or hardly one.</summary>
    public sealed record PoolExhausted(string Pool, int Used, long Free) : ServerFault("DOC-121");

    /// <summary>The configuration cannot be put in force.</summary>
    public sealed record ConfigurationWrong(string File, string Problem) : ServerFault("DOC-122");

    /// <summary>Clients reach the server itself and nothing behind it, as configured.</summary>
    public sealed record ReachIsServer() : ServerFault("DOC-123");

    /// <summary>The server listens where only this machine reaches it.</summary>
    public sealed record ListensLocally(string EndPoint) : ServerFault("DOC-124");

    /// <summary>The forward hook of the machine's firewall drops what comes from the tunnels.</summary>
    public sealed record ForwardingDropped(string Table, string Chain, string Rule) : ServerFault("DOC-125");

    /// <summary>The server is draining: it turns new calls away.</summary>
    public sealed record Draining() : ServerFault("DOC-126");

    /// <summary>The configuration gives a kind of tunnel no place.</summary>
    public sealed record TunnelOff(string Tunnel) : ServerFault("DOC-127");

    /// <summary>Accounts are let in by their own permission, whatever policies that deny say.</summary>
    public sealed record AccountsOverride(IReadOnlyList<string> Accounts, int Count) : ServerFault("DOC-128");

    /// <summary>A policy that is called a denial lets in whom it means.</summary>
    public sealed record DenialGrants(string Policy) : ServerFault("DOC-131");

    /// <summary>Certificates that others issue for signing in elsewhere open this VPN, too.</summary>
    public sealed record AnyPurposeEnters(IReadOnlyList<string> Issuers) : ServerFault("DOC-132");

    /// <summary>Another gateway distrusts certificates that this one trusts, or the other way round.</summary>
    public sealed record GatewaysDiffer(string Other, IReadOnlyList<string> MissingHere, IReadOnlyList<string> MissingThere) : ServerFault("DOC-133");

    /// <summary>Names come in both encodings, and the server reads one.</summary>
    public sealed record NamesOfBothKinds(string Setting, string Utf8, string CodePage) : ServerFault("DOC-134");

    /// <summary>Sessions get no IPv4.</summary>
    public sealed record NoIpv4() : ServerFault("DOC-135");

    /// <summary>A certificate that the configuration names is not there.</summary>
    public sealed record CertificateGone(string File) : ServerFault("DOC-136");

    /// <summary>The server listens, and not at the port that clients dial where they are told none.</summary>
    public sealed record NotAtTheUsualPort(IReadOnlyList<string> EndPoints) : ServerFault("DOC-137");

    /// <summary>The kernel lets some kinds of packets pass the TUN one by one only.</summary>
    public sealed record OffloadsRefused(IReadOnlyList<string> Offloads) : ServerFault("DOC-138");
}
