using System.Net;
using System.Net.Sockets;
using Adit.Linux.Sockets;
using Adit.Linux.Tls;
using Adit.Protocols.Crypto.Tls;

namespace Adit.Transport;

/// <summary>A TLS connection that moves many records per system call.</summary>
public sealed class TlsLink : Link
{
    private readonly TlsStream _tls;

    private TlsLink(Socket socket, IPEndPoint? peer, BatchingStream transport, TlsStream tls, LinkOptions options)
        : base(socket, peer, transport, options) => _tls = tls;

    /// <summary>What the handshake has agreed on.</summary>
    public TlsAgreement Agreement => _tls.Agreement;

    /// <inheritdoc/>
    public override Stream Stream => _tls;

    /// <inheritdoc/>
    public override bool HasMore => _tls.HasMore;

    /// <summary>Finishes the server's side of a handshake whose first bytes have been read already. Disposes the socket where it fails.</summary>
    /// <param name="socket">A connected socket.</param>
    /// <param name="alreadyRead">What was read from it before.</param>
    /// <param name="context">Certificate and suites.</param>
    /// <param name="peer">Whose connection it is, where a balancer has said so; null for who is at the socket's other end.</param>
    /// <param name="options">How the connection is used.</param>
    /// <param name="cancellation">Ends the handshake.</param>
    public static async Task<TlsLink> AcceptAsync(
        Socket socket, ReadOnlyMemory<byte> alreadyRead, TlsContext context, IPEndPoint? peer, LinkOptions options, CancellationToken cancellation)
    {
        socket.NoDelay = true;
        var transport = new BatchingStream(socket, alreadyRead.Span);
        return new TlsLink(socket, peer, transport, await TlsStream.AcceptAsync(transport, context, cancellation), options);
    }

    /// <summary>Makes the client's side of a handshake. Disposes the socket where it fails.</summary>
    /// <param name="socket">A connected socket.</param>
    /// <param name="context">Suites.</param>
    /// <param name="name">Whom to ask for.</param>
    /// <param name="verifier">Judges the certificates that the server shows.</param>
    /// <param name="options">How the connection is used.</param>
    /// <param name="cancellation">Ends the handshake.</param>
    public static async Task<TlsLink> ConnectAsync(
        Socket socket, TlsContext context, string name, ICertificateVerifier verifier, LinkOptions options, CancellationToken cancellation)
    {
        socket.NoDelay = true;
        var transport = new BatchingStream(socket);
        return new TlsLink(socket, null, transport, await TlsStream.ConnectAsync(transport, context, name, verifier, cancellation), options);
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation) => _tls.ReadAsync(buffer, cancellation);

    /// <inheritdoc/>
    public override async Task ShutdownAsync(CancellationToken cancellation)
    {
        _tls.ShutDown();
        await FlushAsync(cancellation);
    }
}
