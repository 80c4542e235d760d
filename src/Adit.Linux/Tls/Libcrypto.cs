using System.Runtime.InteropServices;

namespace Adit.Linux.Tls;

/// <summary>What we use of the distribution's <c>libcrypto.so.3</c> beside what .NET has a face for.</summary>
internal static unsafe partial class Libcrypto
{
    public const int BioPending = 10; // BIO_CTRL_PENDING

    public const ulong LoadConfiguration = 0x40; // OPENSSL_INIT_LOAD_CONFIG

    public const int DataOfSslContexts = 1; // CRYPTO_EX_INDEX_SSL_CTX

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

    [LibraryImport(Library, EntryPoint = "OPENSSL_init_crypto")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Initialize(ulong options, nint settings);

    /// <summary>From now on <paramref name="made"/> is called for each object of that class that is made, within its making.</summary>
    [LibraryImport(Library, EntryPoint = "CRYPTO_get_ex_new_index")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int NewDataIndex(
        int objects, nint number, nint argument, delegate* unmanaged<nint, nint, nint, int, nint, nint, void> made, nint copied, nint freed);

    [LibraryImport(Library, EntryPoint = "NCONF_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint NewConfiguration(nint method);

    [LibraryImport(Library, EntryPoint = "NCONF_load_bio")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int ReadConfiguration(nint configuration, nint bio, nint errorLine);

    [LibraryImport(Library, EntryPoint = "CONF_modules_load")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int UseConfiguration(nint configuration, nint name, uint flags);

    [LibraryImport(Library, EntryPoint = "NCONF_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void FreeConfiguration(nint configuration);

    [LibraryImport(Library, EntryPoint = "BIO_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int FreeBio(nint bio);

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

    [LibraryImport(Library, EntryPoint = "ERR_peek_last_error")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint LastError();

    [LibraryImport(Library, EntryPoint = "ERR_error_string_n")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void Describe(nuint error, byte* buffer, nuint length);
}
