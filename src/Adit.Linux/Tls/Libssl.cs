using System.Runtime.InteropServices;

namespace Adit.Linux.Tls;

/// <summary>
/// What we use of the distribution's <c>libssl.so.3</c>. Its macros are calls of <c>SSL_ctrl</c> and <c>SSL_CTX_ctrl</c> with a number.
/// </summary>
internal static unsafe partial class Libssl
{
    public const int SetMode = 33;
    public const int SetMaxCertificates = 50 + 1; // SSL_CTRL_SET_MAX_CERT_LIST
    public const int SetServerName = 55;
    public const int SetStatusCallback = 63; // SSL_CTRL_SET_TLSEXT_STATUS_REQ_CB
    public const int SetStatusAnswer = 71; // SSL_CTRL_SET_TLSEXT_STATUS_REQ_OCSP_RESP: takes the bytes over
    public const int SetSessionCacheSize = 42;
    public const int SetSessionCacheMode = 44;
    public const int SetGroupsList = 92;
    public const int SetSignatureAlgorithmsList = 98;
    public const int SetMinVersion = 123;
    public const int SetMaxVersion = 124;
    public const int AddChainCertificate = 89; // SSL_CTRL_CHAIN_CERT: takes a reference of its own where the large argument is 1

    public const int CacheNone = 0;
    public const int CacheServer = 2;

    public const int ReleaseBuffers = 0x10; // SSL_MODE_RELEASE_BUFFERS: an idle connection holds none

    public const int BothKeys = 1; // SSL_KEY_UPDATE_REQUESTED

    public const int StatusSent = 0; // SSL_TLSEXT_ERR_OK
    public const int StatusNotThere = 3; // SSL_TLSEXT_ERR_NOACK

    public const ulong NoTicket = 1UL << 14;
    public const ulong NoCompression = 1UL << 17;
    public const ulong ServerPreference = 1UL << 22;
    public const ulong NoRenegotiation = 1UL << 30;

    public const int VerifyNone = 0;
    public const int VerifyPeer = 1;
    public const int VerifyPeerOrFail = 3;

    public const int ErrorWantRead = 2;
    public const int ErrorZeroReturn = 6;

    public const int AlertRead = 0x4004;
    public const int AlertWritten = 0x4008;
    public const int FatalAlert = 2;

    public const int ShutDownBothWays = 3;

    private const string Library = "libssl.so.3";

    [LibraryImport(Library, EntryPoint = "TLS_method")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint AnyVersion();

    [LibraryImport(Library, EntryPoint = "SSL_CTX_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial SslContextHandle NewContext(nint method);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_ctrl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Control(SslContextHandle context, int command, nint number, nint argument);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_ctrl", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Control(SslContextHandle context, int command, nint number, string argument);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_callback_ctrl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Control(SslContextHandle context, int command, delegate* unmanaged[Cdecl]<nint, nint, int> callback);

    [LibraryImport(Library, EntryPoint = "SSL_ctrl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Control(nint ssl, int command, nint number, void* argument);

    [LibraryImport(Library, EntryPoint = "SSL_has_pending")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int HasPending(SslHandle ssl);

    [LibraryImport(Library, EntryPoint = "SSL_key_update")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int UpdateKeys(SslHandle ssl, int kind);

    [LibraryImport(Library, EntryPoint = "SSL_get_current_cipher")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Suite(SslHandle ssl);

    [LibraryImport(Library, EntryPoint = "SSL_CIPHER_standard_name")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial byte* StandardName(nint suite);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_options")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial ulong SetOptions(SslContextHandle context, ulong options);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_security_level")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void SetSecurityLevel(SslContextHandle context, int level);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_num_tickets")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetTicketCount(SslContextHandle context, nuint count);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_timeout")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint SetSessionTimeout(SslContextHandle context, nint seconds);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_cipher_list", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetCipherList(SslContextHandle context, string list);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_ciphersuites", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetCipherSuites(SslContextHandle context, string list);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_use_certificate_ASN1")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int UseCertificate(SslContextHandle context, int length, byte* der);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_use_PrivateKey")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int UsePrivateKey(SslContextHandle context, nint key);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_check_private_key")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int CheckPrivateKey(SslContextHandle context);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_cert_verify_callback")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void SetVerifyCallback(SslContextHandle context, delegate* unmanaged[Cdecl]<nint, nint, int> callback, nint argument);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_info_callback")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void SetInfoCallback(SslContextHandle context, delegate* unmanaged[Cdecl]<nint, int, int, void> callback);

    [LibraryImport(Library, EntryPoint = "SSL_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial SslHandle New(SslContextHandle context);

    [LibraryImport(Library, EntryPoint = "SSL_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void Free(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_set_bio")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void SetBio(SslHandle ssl, nint incoming, nint outgoing);

    [LibraryImport(Library, EntryPoint = "SSL_set_verify")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void SetVerify(SslHandle ssl, int mode, nint callback);

    [LibraryImport(Library, EntryPoint = "SSL_set_session_id_context")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetSessionIdContext(SslHandle ssl, byte* context, uint length);

    [LibraryImport(Library, EntryPoint = "SSL_set_session")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetSession(SslHandle ssl, SslSessionHandle session);

    [LibraryImport(Library, EntryPoint = "SSL_set_accept_state")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void BeServer(SslHandle ssl);

    [LibraryImport(Library, EntryPoint = "SSL_set_connect_state")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void BeClient(SslHandle ssl);

    [LibraryImport(Library, EntryPoint = "SSL_do_handshake")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Handshake(SslHandle ssl);

    [LibraryImport(Library, EntryPoint = "SSL_read")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Read(SslHandle ssl, byte* buffer, int length);

    [LibraryImport(Library, EntryPoint = "SSL_write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Write(SslHandle ssl, byte* buffer, int length);

    [LibraryImport(Library, EntryPoint = "SSL_shutdown")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int ShutDown(SslHandle ssl);

    [LibraryImport(Library, EntryPoint = "SSL_set_shutdown")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void SetShutdown(SslHandle ssl, int mode);

    [LibraryImport(Library, EntryPoint = "SSL_get_error")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int GetError(SslHandle ssl, int result);

    [LibraryImport(Library, EntryPoint = "SSL_version")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Version(SslHandle ssl);

    [LibraryImport(Library, EntryPoint = "SSL_session_reused")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int IsResumed(SslHandle ssl);

    [LibraryImport(Library, EntryPoint = "SSL_get0_peer_certificate")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint PeerCertificate(SslHandle ssl);

    [LibraryImport(Library, EntryPoint = "SSL_get_peer_cert_chain")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint PeerChain(SslHandle ssl);

    [LibraryImport(Library, EntryPoint = "SSL_get_session")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Session(SslHandle ssl);

    [LibraryImport(Library, EntryPoint = "SSL_get1_session")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial SslSessionHandle TakeSession(SslHandle ssl);

    [LibraryImport(Library, EntryPoint = "SSL_SESSION_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void FreeSession(nint session);

    [LibraryImport(Library, EntryPoint = "SSL_SESSION_is_resumable")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int IsResumable(SslSessionHandle session);

    [LibraryImport(Library, EntryPoint = "SSL_SESSION_set1_ticket_appdata")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetNote(nint session, byte* data, nuint length);

    [LibraryImport(Library, EntryPoint = "SSL_SESSION_get0_ticket_appdata")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int GetNote(nint session, out byte* data, out nuint length);

    [LibraryImport(Library, EntryPoint = "SSL_export_keying_material", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Export(
        SslHandle ssl, byte* output, nuint outputLength, string label, nuint labelLength, byte* context, nuint contextLength, int usesContext);
}
