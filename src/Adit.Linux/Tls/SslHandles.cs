using Microsoft.Win32.SafeHandles;

namespace Adit.Linux.Tls;

/// <summary><c>SSL_CTX</c>: what conversations share.</summary>
internal sealed class SslContextHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Libssl.FreeContext(handle);
        return true;
    }
}

/// <summary><c>SSL</c>: one conversation, with its two memory BIOs. It holds a reference to its <c>SSL_CTX</c>.</summary>
internal sealed class SslHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Libssl.Free(handle);
        return true;
    }
}

/// <summary><c>SSL_SESSION</c>: what a client resumes.</summary>
internal sealed class SslSessionHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Libssl.FreeSession(handle);
        return true;
    }
}
