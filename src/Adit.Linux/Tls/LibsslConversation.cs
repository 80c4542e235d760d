using Adit.Protocols.Crypto.Tls;

namespace Adit.Linux.Tls;

/// <summary>
/// One conversation over two memory BIOs. A client is told where to keep the session; a server's stays with its <c>SSL_CTX</c>.
/// </summary>
internal sealed unsafe class LibsslConversation : LibsslCall, ITlsConversation
{
    private const int MaxNoteLength = 256;

    private readonly nint _incoming;
    private readonly nint _outgoing;
    private readonly int _maxBuffered;
    private readonly bool _isServer;
    private readonly Action<SslSessionHandle>? _keep;
    private readonly List<byte> _data = [];
    private bool _isRemembered;

    public LibsslConversation(
        SslHandle ssl, int maxBuffered, ICertificateVerifier? verifier, bool isServer, Action<SslSessionHandle>? keep)
        : base(ssl, verifier)
    {
        (_maxBuffered, _isServer, _keep) = (maxBuffered, isServer, keep);
        (_incoming, _outgoing) = (Libcrypto.NewBio(Libcrypto.MemoryBio()), Libcrypto.NewBio(Libcrypto.MemoryBio()));
        Libssl.SetBio(ssl, _incoming, _outgoing); // they belong to it now
    }

    public TlsConversationState State { get; private set; }

    public int Version => State is TlsConversationState.Open ? Libssl.Version(Ssl) : 0;

    public bool IsResumed => Libssl.IsResumed(Ssl) == 1;

    public IReadOnlyList<ReadOnlyMemory<byte>> PeerChain
    {
        get
        {
            // At the server, libssl's chain leaves out the peer's own.
            var chain = Certificates.Read(Libssl.PeerChain(Ssl));
            return _isServer && Libssl.PeerCertificate(Ssl) is not 0 and var own ? [Certificates.ReadOne(own), .. chain] : chain;
        }
    }

    public ReadOnlyMemory<byte> Remembered =>
        IsResumed && Libssl.GetNote(Libssl.Session(Ssl), out var note, out var length) == 1
            ? new ReadOnlySpan<byte>(note, (int)length).ToArray()
            : default(ReadOnlyMemory<byte>);

    public void Receive(ReadOnlySpan<byte> records)
    {
        if (State is TlsConversationState.Failed)
            return;

        Put(records);
        if (State is TlsConversationState.Handshaking && Call(&ShakeHands, default) is 1)
            State = TlsConversationState.Open;
        if (State is TlsConversationState.Open)
            Read();
        if (Pending(_incoming) > _maxBuffered || Pending(_outgoing) > _maxBuffered)
            State = TlsConversationState.Failed;
        ThrowCaught();
    }

    public byte[] TakeRecords()
    {
        var records = new byte[Pending(_outgoing)];
        fixed (byte* start = records)
            _ = Libcrypto.ReadBio(_outgoing, start, records.Length);
        return records;
    }

    public byte[] TakeData()
    {
        var data = _data.ToArray();
        _data.Clear();
        return data;
    }

    public void Send(ReadOnlySpan<byte> data)
    {
        RequireOpen();
        if (!data.IsEmpty)
            Call(&Write, data);
    }

    public void Close()
    {
        if (State is TlsConversationState.Open)
            Call(&ShutDown, default);
    }

    public void ExportKeyingMaterial(string label, ReadOnlyMemory<byte>? context, Span<byte> output)
    {
        ArgumentNullException.ThrowIfNull(label);
        RequireOpen();
        var value = context.GetValueOrDefault().Span;
        fixed (byte* start = output, contextStart = value)
            if (Libssl.Export(
                Ssl, start, (nuint)output.Length, label, (nuint)label.Length, contextStart, (nuint)value.Length, context is null ? 0 : 1) != 1)
                throw new TlsSetupException("Keys are exported");
    }

    public void Remember(ReadOnlySpan<byte> note)
    {
        RequireOpen();
        if (note.Length > MaxNoteLength)
            throw new ArgumentException($"At most {MaxNoteLength} bytes.", nameof(note));

        fixed (byte* start = note)
            _isRemembered = Libssl.SetNote(Libssl.Session(Ssl), start, (nuint)note.Length) == 1;
    }

    /// <summary>libssl forgets a session whose conversation ends without a goodbye, and keeps one that ended with it.</summary>
    public override void Dispose()
    {
        if (Ssl.IsClosed)
            return;

        if (_isRemembered)
        {
            _keep?.Invoke(Libssl.TakeSession(Ssl));
            Libssl.SetShutdown(Ssl, Libssl.ShutDownBothWays);
        }

        base.Dispose();
    }

    private static int Write(SslHandle ssl, byte* data, int length) => Libssl.Write(ssl, data, length);

    private static nint Pending(nint bio) => Libcrypto.ControlBio(bio, Libcrypto.BioPending, 0, 0);

    private void Put(ReadOnlySpan<byte> records)
    {
        fixed (byte* start = records)
            if (records.Length > _maxBuffered || (records.Length > 0 && Libcrypto.WriteBio(_incoming, start, records.Length) != records.Length))
                State = TlsConversationState.Failed;
    }

    private void Read()
    {
        const int length = 4096;
        var buffer = stackalloc byte[length];
        while (State is TlsConversationState.Open && Call(&Libssl.Read, buffer, length) is > 0 and var read)
        {
            _data.AddRange(new ReadOnlySpan<byte>(buffer, read));
            if (_data.Count > _maxBuffered)
                State = TlsConversationState.Failed;
        }
    }

    private int Call(delegate*<SslHandle, byte*, int, int> call, ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data)
            return Call(call, start, data.Length);
    }

    /// <summary>One call of libssl: what it leaves in the thread's queue of errors must not reach the next.</summary>
    private int Call(delegate*<SslHandle, byte*, int, int> call, byte* data, int length)
    {
        var (result, error) = Invoke(call, data, length);
        if (result <= 0 && error is not (Libssl.ErrorWantRead or Libssl.ErrorZeroReturn))
            State = TlsConversationState.Failed;
        Libcrypto.ClearErrors();
        return result;
    }

    private void RequireOpen()
    {
        if (State is not TlsConversationState.Open)
            throw new InvalidOperationException("The TLS conversation is not open.");
    }
}
