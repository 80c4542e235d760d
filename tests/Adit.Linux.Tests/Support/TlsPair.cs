using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Linux.Sockets;

namespace Adit.Linux.Tests.Support;

/// <summary>Two ends of a TLS connection, each over a batching stream, with the handshake done.</summary>
internal sealed record TlsPair(SslStream Client, BatchingStream ClientTransport, SslStream Server, BatchingStream ServerTransport)
    : IAsyncDisposable
{
    private static readonly X509Certificate2 _certificate = CreateCertificate();

    public static async Task<TlsPair> CreateAsync(SslProtocols version = SslProtocols.Tls13)
    {
        var (client, server) = await Loopback.ConnectAsync();
        var clientTransport = new BatchingStream(client);
        var serverTransport = new BatchingStream(server);
        var pair = new TlsPair(
            new SslStream(clientTransport, leaveInnerStreamOpen: false), clientTransport,
            new SslStream(serverTransport, leaveInnerStreamOpen: false), serverTransport);
        await Task.WhenAll(
            pair.Client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "adit.test",
                EnabledSslProtocols = version,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => _certificate.Equals(certificate),
            }),
            pair.Server.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                EnabledSslProtocols = version,
                ServerCertificate = _certificate,
            }));
        clientTransport.StartBatching();
        serverTransport.StartBatching();
        return pair;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        return new CertificateRequest("CN=adit.test", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
    }
}
