using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Adit.Server.Web;

/// <summary>The place where our own listener hands connections that are not SSTP to the web server.</summary>
internal sealed class HandedOverEndPoint : EndPoint
{
    public override string ToString() => "handed over";
}

/// <summary>
/// Lets Kestrel take decrypted connections from our own listener, which alone owns port 443: Kestrel answers 400 to SSTP's
/// Content-Length. HTTP/1.1 only.
/// </summary>
internal sealed class HandedOverListener : IConnectionListenerFactory, IConnectionListenerFactorySelector, IConnectionListener
{
    private readonly Channel<ConnectionContext> _connections = Channel.CreateBounded<ConnectionContext>(256);

    public EndPoint EndPoint { get; } = new HandedOverEndPoint();

    /// <summary>Hands a connection over and returns when the web server is done with it; false where it takes no more.</summary>
    public async Task<bool> ServeAsync(Stream stream, EndPoint local, EndPoint remote)
    {
        var connection = new HandedOverConnection(stream, local, remote);
        if (!_connections.Writer.TryWrite(connection))
        {
            await connection.DisposeAsync();
            return false;
        }

        await connection.Completion;
        return true;
    }

    public bool CanBind(EndPoint endpoint) => endpoint is HandedOverEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(this);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _connections.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException)
        {
            return null;
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _connections.Writer.TryComplete();
        return default;
    }

    public ValueTask DisposeAsync() => UnbindAsync(CancellationToken.None);

    /// <summary>The web server disposes each connection that it was given, whatever happens: only then are its buffers free.</summary>
    private sealed class HandedOverConnection : DefaultConnectionContext
    {
        private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Stream _stream;

        public HandedOverConnection(Stream stream, EndPoint local, EndPoint remote)
            : base(Guid.NewGuid().ToString("n"))
        {
            (LocalEndPoint, RemoteEndPoint) = (local, remote);
            _stream = stream;
            Transport = new StreamPipe(stream);
        }

        public Task Completion => _completion.Task;

        public override void Abort(ConnectionAbortedException abortReason)
        {
            base.Abort(abortReason);
            _stream.Dispose(); // ends the reads and writes that wait
        }

        public override async ValueTask DisposeAsync()
        {
            await Transport.Input.CompleteAsync();
            await Transport.Output.CompleteAsync(new ConnectionAbortedException()); // what has not left by now never will
            await base.DisposeAsync();
            _completion.TrySetResult();
        }
    }

    private sealed class StreamPipe(Stream stream) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

        public PipeWriter Output { get; } = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }
}
