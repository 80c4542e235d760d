namespace Adit.Server.Control;

/// <summary>How the server does.</summary>
/// <param name="Version">The server's version.</param>
/// <param name="StartedUtc">When it began to listen.</param>
/// <param name="StateDirectory">Where its state lies.</param>
/// <param name="Listeners">Address and port of each listener.</param>
/// <param name="Certificate">The certificate shown to callers; null where there is none yet.</param>
/// <param name="Pool">The addresses for callers.</param>
/// <param name="Sessions">Calls that are open.</param>
/// <param name="HalfOpen">Calls that have not authenticated yet.</param>
/// <param name="Draining">Whether new calls are turned away.</param>
public sealed record ServerStatus(
    string Version,
    DateTimeOffset StartedUtc,
    string StateDirectory,
    IReadOnlyList<string> Listeners,
    CertificateView? Certificate,
    PoolView Pool,
    int Sessions,
    int HalfOpen,
    bool Draining)
{
    /// <summary>The file that the configuration is read from, whether it is there or not.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>The pools that have names, in the order of the file.</summary>
    public IReadOnlyList<PoolView> Pools { get; init; } = [];

    /// <summary>Every certificate that callers are shown, by the name that they ask for, the default first.</summary>
    public IReadOnlyList<ShownCertificateView> Certificates { get; init; } = [];

    /// <summary>Where certificates of our CA send clients for the revocation list.</summary>
    public PublicationView? Publication { get; init; }

    /// <summary>The RADIUS servers that we ask.</summary>
    public IReadOnlyList<RadiusServerView> RadiusServers { get; init; } = [];

    /// <summary>Address and port of each listener without TLS, for balancers that end it.</summary>
    public IReadOnlyList<string> PlainListeners { get; init; } = [];

    /// <summary>What the kernel refuses to let pass the TUN in large pieces: Checksum, TcpOverIpv4, TcpOverIpv6, Udp.</summary>
    public IReadOnlyList<string> RefusedOffloads { get; init; } = [];

    /// <summary>For how many seconds the database has been away, while log-ins go on from what was last seen of it; null where it is there.</summary>
    public long? DatabaseAwaySeconds { get; init; }
}

/// <summary>One of the certificates that the server shows.</summary>
/// <param name="Source">Where it comes from: a file, an entry of the store, or the server's own authority.</param>
/// <param name="Store">The same in a word: <c>file</c>, <c>machine</c> or <c>own</c>.</param>
/// <param name="Names">The names for which it is shown.</param>
/// <param name="NotBeforeUtc">When it begins.</param>
/// <param name="NotAfterUtc">When it expires.</param>
/// <param name="Sha256">SHA-256 of its DER form, in upper-case hexadecimal.</param>
/// <param name="Problem">Why a newer one was not taken, or what is to be minded; null where all is well.</param>
public sealed record ShownCertificateView(
    string Source, string Store, IReadOnlyList<string> Names, DateTimeOffset NotBeforeUtc, DateTimeOffset NotAfterUtc, string Sha256, string? Problem);

/// <summary>The certificate that the server shows.</summary>
/// <param name="Subject">Its distinguished name.</param>
/// <param name="NotAfterUtc">When it expires.</param>
/// <param name="Sha256">SHA-256 of its DER form, in upper-case hexadecimal: its thumbprint.</param>
public sealed record CertificateView(string Subject, DateTimeOffset NotAfterUtc, string Sha256);

/// <summary>An address pool.</summary>
/// <param name="Prefix">Where its addresses come from: its ranges, as <c>10.7.0.0/24, 10.8.0.5-10.8.0.9</c>, or <c>dhcp on eth0</c>.</param>
/// <param name="Used">Addresses in use.</param>
/// <param name="Free">Addresses left; null where only a DHCP server knows.</param>
public sealed record PoolView(string Prefix, int Used, long? Free)
{
    /// <summary>What policies and RADIUS servers call it (Framed-Pool).</summary>
    public string Name { get; init; } = Configuration.NamedPoolReader.MainPool;
}
