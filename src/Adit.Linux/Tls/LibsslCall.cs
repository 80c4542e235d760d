using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Adit.Protocols.Crypto.Tls;

namespace Adit.Linux.Tls;

/// <summary>
/// One <c>SSL</c>, and whom libssl calls back about it: it does so on the thread that called it, which knows whose call it is. What a
/// callback throws must not run through libssl, and is thrown when that has returned. One thread at a time.
/// </summary>
internal abstract unsafe class LibsslCall(SslHandle ssl, ICertificateVerifier? verifier) : IDisposable
{
    [ThreadStatic]
    private static LibsslCall? t_calling;

    private ExceptionDispatchInfo? _fault;

    /// <summary>The fatal alert that this side sent; null for none.</summary>
    public TlsAlert? SentAlert { get; private set; }

    /// <summary>The fatal alert that the peer sent; null for none.</summary>
    public TlsAlert? ReceivedAlert { get; private set; }

    /// <summary>What libssl knows it by.</summary>
    public SslHandle Handle => ssl;

    protected SslHandle Ssl => ssl;

    /// <summary>Who is calling libssl on this thread.</summary>
    protected static LibsslCall? Calling => t_calling;

    public virtual void Dispose() => ssl.Dispose();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int OnVerify(nint storeContext, nint argument)
    {
        var alert = t_calling!.Verify(Certificates.Read(Libcrypto.ShownChain(storeContext)));
        Libcrypto.SetVerifyError(storeContext, alert is { } refusal ? VerifyErrors.Of(refusal) : VerifyErrors.None);
        return alert is null ? 1 : 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void OnInfo(nint ssl, int what, int value)
    {
        if (what is Libssl.AlertRead or Libssl.AlertWritten && value >> 8 == Libssl.FatalAlert && t_calling is { } conversation)
            conversation.Note(what is Libssl.AlertRead, (TlsAlert)(value & 0xff));
    }

    protected static int ShakeHands(SslHandle ssl, byte* data, int length) => Libssl.Handshake(ssl);

    protected static int ShutDown(SslHandle ssl, byte* data, int length) => Libssl.ShutDown(ssl) >= 0 ? 1 : -1;

    /// <summary>Calls libssl, whose queue of errors of this thread then tells of this call alone.</summary>
    /// <returns>What it returned, and, where that is not above zero, why (SSL_get_error).</returns>
    protected (int Result, int Error) Invoke(delegate*<SslHandle, byte*, int, int> call, byte* data, int length)
    {
        var outer = t_calling;
        t_calling = this;
        if (Libcrypto.LastError() != 0)
            Libcrypto.ClearErrors();
        var result = call(ssl, data, length);
        t_calling = outer;
        return (result, result > 0 ? 0 : Libssl.GetError(ssl, result));
    }

    /// <summary>Keeps what a callback has thrown.</summary>
    protected void Catch(Exception fault) => _fault ??= ExceptionDispatchInfo.Capture(fault);

    /// <summary>Throws what a callback has thrown.</summary>
    protected void ThrowCaught() => _fault?.Throw();

    private TlsAlert? Verify(IReadOnlyList<ReadOnlyMemory<byte>> chain)
    {
        try
        {
            return verifier is null || chain.Count == 0 ? TlsAlert.InternalError : verifier.Verify(chain);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Catch(e);
            return TlsAlert.InternalError;
        }
    }

    private void Note(bool isReceived, TlsAlert alert)
    {
        if (isReceived)
            ReceivedAlert ??= alert;
        else
            SentAlert ??= alert;
    }
}
