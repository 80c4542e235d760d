using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Linux.Tls;
using Adit.Protocols.Crypto.Tls;

namespace Adit.Fuzz.Targets;

/// <summary>A server's TLS conversation that is sent what anybody likes, in two pieces: it never throws, and never opens.</summary>
internal sealed class TlsConversationTarget : IFuzzTarget
{
    private static readonly Lazy<LibsslEngine> _server = new(() => LibsslEngine.ForServer(
        NewCertificate(), [], new TlsSettings { MaxVersion = TlsVersion.Tls13, SessionLifetime = TimeSpan.Zero }));

    public string Name => "tls-conversation";

    public IEnumerable<byte[]> Seeds => [Hello(TlsVersion.Tls12), Hello(TlsVersion.Tls13)];

    public bool Run(ReadOnlyMemory<byte> input)
    {
        using var server = _server.Value.Begin("fuzz", new Nobody());
        var cut = input.Length / 2;
        server.Receive(input.Span[..cut]);
        server.Receive(input.Span[cut..]);
        BrokenLawException.ThrowUnless(server.State is not TlsConversationState.Open, "Nobody gets in who has no certificate.");
        BrokenLawException.ThrowUnless(server.PeerChain.Count == 0 && server.TakeData().Length == 0, "Nobody has shown or said anything.");
        return server.TakeRecords().Length > 0;
    }

    private static byte[] Hello(TlsVersion version)
    {
        using var engine = LibsslEngine.ForClient(new TlsSettings { MinVersion = version, MaxVersion = version });
        using var client = engine.Begin("fuzz", new Nobody());
        client.Receive([]);
        return client.TakeRecords();
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=fuzz", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
    }

    private sealed class Nobody : ICertificateVerifier
    {
        public TlsAlert? Verify(IReadOnlyList<ReadOnlyMemory<byte>> chain) => TlsAlert.UnknownCa;
    }
}
