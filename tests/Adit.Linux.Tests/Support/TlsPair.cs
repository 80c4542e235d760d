using Adit.Linux.Sockets;
using Adit.Linux.Tests.Tls;
using Adit.Linux.Tls;

namespace Adit.Linux.Tests.Support;

/// <summary>Two ends of a TLS connection, with the handshake done.</summary>
internal sealed record TlsPair(TlsStream Client, BatchingStream ClientTransport, TlsStream Server, BatchingStream ServerTransport)
    : IAsyncDisposable
{
    public static async Task<TlsPair> CreateAsync(TlsVersion version = TlsVersion.Tls13)
    {
        var (client, server) = await Loopback.ConnectAsync();
        var (clientTransport, serverTransport) = (new BatchingStream(client), new BatchingStream(server));
        var settings = TestCertificates.Settings(version) with { SessionLifetime = TimeSpan.Zero }; // no ticket that is never read
        var accepting = TlsStream.AcceptAsync(serverTransport, TlsContext.ForServer(TestCertificates.Server, [], settings), default);
        var connecting = TlsStream.ConnectAsync(clientTransport, TlsContext.ForClient(settings), "adit.test", new FixedVerifier(), default);
        return new TlsPair(await connecting, clientTransport, await accepting, serverTransport);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
    }
}
