using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Adit.Linux.Tls;

/// <summary>
/// The kind of BIO by which libssl reaches a <see cref="LibsslLink"/>: what has come is there in pieces, and what libssl writes is
/// collected. Neither ever waits.
/// </summary>
internal static unsafe class SocketBio
{
    private static readonly nint _kind = NewKind();

    /// <summary>A BIO of this kind.</summary>
    public static nint New()
    {
        var bio = Libcrypto.NewBio(_kind);
        Libcrypto.SetBioReady(bio, 1);
        return bio;
    }

    private static nint NewKind()
    {
        var kind = Libcrypto.NewBioKind(Libcrypto.NewBioIndex() | Libcrypto.BioSourceSink, "adit");
        _ = Libcrypto.SetBioRead(kind, &OnRead);
        _ = Libcrypto.SetBioWrite(kind, &OnWrite);
        _ = Libcrypto.SetBioControl(kind, &OnControl);
        return kind;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnRead(nint bio, byte* buffer, int length)
    {
        Libcrypto.ClearBioFlags(bio, Libcrypto.BioRetries);
        var count = LibsslLink.Calling.Receive(new Span<byte>(buffer, length));
        if (count < 0)
            Libcrypto.SetBioFlags(bio, Libcrypto.BioRetryRead);
        return count;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnWrite(nint bio, byte* buffer, int length)
    {
        Libcrypto.ClearBioFlags(bio, Libcrypto.BioRetries);
        return LibsslLink.Calling.TryCollect(new ReadOnlySpan<byte>(buffer, length)) ? length : -1;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnControl(nint bio, int command, nint number, nint argument) => command == Libcrypto.BioFlush ? 1 : 0;
}
