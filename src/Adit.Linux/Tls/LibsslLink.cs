using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using Adit.Linux.Sockets;
using Adit.Protocols.Crypto.Tls;

namespace Adit.Linux.Tls;

/// <summary>One TLS connection over a socket. Nothing here waits. One thread at a time.</summary>
internal sealed unsafe class LibsslLink : LibsslCall
{
    /// <summary>What <see cref="Read"/> says where bytes must come first.</summary>
    public const int NothingYet = -1;

    private const int MaxWriteLength = 16 * 1024; // a record's

    private readonly BatchingStream _socket;
    private readonly ReadOnlyMemory<byte> _staple;
    private bool _isAtEnd;

    /// <param name="ssl">A new one.</param>
    /// <param name="socket">What carries it.</param>
    /// <param name="verifier">Who judges the peer's certificates; null for a server, which asks for none.</param>
    /// <param name="staple">What a server says of its certificate's revocation, an OCSPResponse; empty for nothing.</param>
    public LibsslLink(SslHandle ssl, BatchingStream socket, ICertificateVerifier? verifier, ReadOnlyMemory<byte> staple)
        : base(ssl, verifier)
    {
        (_socket, _staple) = (socket, staple);
        var bio = SocketBio.New();
        Libssl.SetBio(ssl, bio, bio); // it belongs to it now
    }

    /// <summary>Whether everything that has come was read: nothing more can be without waiting.</summary>
    public bool IsDrained { get; private set; }

    /// <summary>Whether a read can give something without waiting, as far as is known without trying.</summary>
    public bool HasMore => !IsDrained && (_socket.HasMore || HasBuffered);

    /// <summary>Whether libssl holds bytes that were not read yet.</summary>
    public bool HasBuffered => _socket.HoldsBytes || Libssl.HasPending(Ssl) == 1;

    /// <summary>Whether libssl has said something by itself, which is to be flushed.</summary>
    public bool HasSpoken { get; private set; }

    internal static new LibsslLink Calling => (LibsslLink)LibsslCall.Calling!;

    /// <summary>Goes on with the handshake; true when it is done, false where bytes must come first.</summary>
    public bool ShakeHands()
    {
        var (result, error) = Invoke(&ShakeHands, null, 0);
        return result == 1 || (error == Libssl.ErrorWantRead ? false : throw Failed());
    }

    /// <summary>Reads at most one record; 0 at the end, <see cref="NothingYet"/> where bytes must come first.</summary>
    public int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            IsDrained = HasSpoken = false;
            var (result, error) = Invoke(&Libssl.Read, start, buffer.Length);
            if (result > 0)
                return result;
            if (error == Libssl.ErrorZeroReturn)
                return 0;
            if (error != Libssl.ErrorWantRead)
                return _isAtEnd ? 0 : throw Failed();
            IsDrained = true;
            return NothingYet;
        }
    }

    /// <summary>Encrypts; the records wait in the socket's stream.</summary>
    public void Write(ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data)
            for (var done = 0; done < data.Length;)
            {
                var (result, _) = Invoke(&Libssl.Write, start + done, Math.Min(MaxWriteLength, data.Length - done));
                done += result > 0 ? result : throw Failed();
            }
    }

    /// <summary>The next thing that is written asks the peer for new keys, too (RFC 8446 §4.6.3).</summary>
    public void AskForNewKeys() => _ = Libssl.UpdateKeys(Handle, Libssl.BothKeys);

    /// <summary>Says goodbye; it waits in the socket's stream.</summary>
    public void Close() => Invoke(&ShutDown, null, 0);

    internal int Receive(Span<byte> buffer)
    {
        try
        {
            var count = _socket.Receive(buffer);
            _isAtEnd = count == 0;
            return count;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Catch(e);
            return 0;
        }
    }

    internal bool TryCollect(ReadOnlySpan<byte> records)
    {
        try
        {
            _socket.Write(records);
            return HasSpoken = true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Catch(e);
            return false;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int OnStatus(nint ssl, nint argument) => Calling.Staple();

    /// <summary>Where the client asks, and there is something to say, hands it over.</summary>
    private int Staple()
    {
        if (_staple.IsEmpty || Libcrypto.Allocate((nuint)_staple.Length, 0, 0) is var copy && copy == null)
            return Libssl.StatusNotThere;

        _staple.Span.CopyTo(new Span<byte>(copy, _staple.Length));
        Libssl.Control(Ssl.DangerousGetHandle(), Libssl.SetStatusAnswer, _staple.Length, copy);
        return Libssl.StatusSent;
    }

    /// <summary>What broke the connection, where something did; else what libssl says.</summary>
    private Exception Failed()
    {
        ThrowCaught();
        var words = TlsSetupException.LastReason();
        Libcrypto.ClearErrors();
        return _isAtEnd ? ConnectionFault.Closed() : new AuthenticationException(words);
    }
}
