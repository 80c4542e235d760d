using System.Runtime.InteropServices;

namespace Adit.Linux.Tls;

/// <summary>What we use of the distribution's <c>libcrypto.so.3</c> beside what .NET has a face for.</summary>
internal static unsafe partial class Libcrypto
{
    public const int BioPending = 10; // BIO_CTRL_PENDING

    public const int BioFlush = 11; // BIO_CTRL_FLUSH
    public const int BioSourceSink = 0x0400; // BIO_TYPE_SOURCE_SINK
    public const int BioRetryRead = 1 | 8; // BIO_FLAGS_READ, BIO_FLAGS_SHOULD_RETRY
    public const int BioRetries = 0xf;

    private const string Library = "libcrypto.so.3";

    [LibraryImport(Library, EntryPoint = "BIO_s_mem")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint MemoryBio();

    [LibraryImport(Library, EntryPoint = "BIO_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint NewBio(nint kind);

    [LibraryImport(Library, EntryPoint = "BIO_write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int WriteBio(nint bio, byte* data, int length);

    [LibraryImport(Library, EntryPoint = "BIO_read")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int ReadBio(nint bio, byte* data, int length);

    [LibraryImport(Library, EntryPoint = "BIO_ctrl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint ControlBio(nint bio, int command, nint number, nint argument);

    [LibraryImport(Library, EntryPoint = "BIO_get_new_index")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int NewBioIndex();

    [LibraryImport(Library, EntryPoint = "BIO_meth_new", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint NewBioKind(int type, string name);

    [LibraryImport(Library, EntryPoint = "BIO_meth_set_write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetBioWrite(nint kind, delegate* unmanaged[Cdecl]<nint, byte*, int, int> write);

    [LibraryImport(Library, EntryPoint = "BIO_meth_set_read")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetBioRead(nint kind, delegate* unmanaged[Cdecl]<nint, byte*, int, int> read);

    [LibraryImport(Library, EntryPoint = "BIO_meth_set_ctrl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetBioControl(nint kind, delegate* unmanaged[Cdecl]<nint, int, nint, nint, nint> control);

    [LibraryImport(Library, EntryPoint = "BIO_set_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void SetBioReady(nint bio, int ready);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "BIO_set_flags")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void SetBioFlags(nint bio, int flags);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "BIO_clear_flags")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void ClearBioFlags(nint bio, int flags);

    [LibraryImport(Library, EntryPoint = "CRYPTO_malloc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void* Allocate(nuint length, nint file, int line);

    [LibraryImport(Library, EntryPoint = "d2i_AutoPrivateKey")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint ReadPrivateKey(nint reuse, byte** der, nint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "d2i_X509")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint ReadCertificate(nint reuse, byte** der, nint length);

    [LibraryImport(Library, EntryPoint = "i2d_X509")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int WriteCertificate(nint certificate, byte** output);

    [LibraryImport(Library, EntryPoint = "X509_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void FreeCertificate(nint certificate);

    [LibraryImport(Library, EntryPoint = "OPENSSL_sk_num")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int StackCount(nint stack);

    [LibraryImport(Library, EntryPoint = "OPENSSL_sk_value")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint StackItem(nint stack, int index);

    [LibraryImport(Library, EntryPoint = "X509_STORE_CTX_get0_untrusted")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint ShownChain(nint storeContext);

    [LibraryImport(Library, EntryPoint = "X509_STORE_CTX_set_error")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void SetVerifyError(nint storeContext, int error);

    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void ClearErrors();

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "ERR_peek_last_error")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint LastError();

    [LibraryImport(Library, EntryPoint = "ERR_error_string_n")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void Describe(nuint error, byte* buffer, nuint length);
}
