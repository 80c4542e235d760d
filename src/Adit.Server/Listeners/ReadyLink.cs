using Adit.Protocols.Sstp;
using Adit.Transport;

namespace Adit.Server.Listeners;

/// <summary>A connection that is ready for HTTP, with what its session must know of the TLS around it.</summary>
/// <param name="Link">What carries the call.</param>
/// <param name="Certificates">The certificates that the client may have seen, one of which its crypto binding must name.</param>
/// <param name="TlsVersion">Null where a balancer ended TLS.</param>
/// <param name="TlsSuite">Null as above.</param>
internal sealed record ReadyLink(Link Link, IReadOnlyList<CertificateHashes> Certificates, string? TlsVersion, string? TlsSuite);
