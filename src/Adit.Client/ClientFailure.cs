using Adit.Protocols;
using Adit.Protocols.Calls;

namespace Adit.Client;

/// <summary>Why our client could not begin or keep a call, where no protocol of the call is the cause.</summary>
public abstract record ClientFailure : Failure
{
    private ClientFailure(string code)
        : base(code)
    {
    }

    /// <summary>The server's name has no address.</summary>
    public sealed record NameNotResolved(string Host) : ClientFailure("CLIENT-101");

    /// <summary>No address of the server answered in time.</summary>
    public sealed record ServerSilent(string Host, int Port) : ClientFailure("CLIENT-102");

    /// <summary>The server's machine refused the connection: nothing listens there, or a firewall says so.</summary>
    public sealed record ConnectionRefused(string Host, int Port) : ClientFailure("CLIENT-103");

    /// <summary>There is no way to the server's network.</summary>
    public sealed record NetworkUnreachable(string Host) : ClientFailure("CLIENT-104");

    /// <summary>TLS could not agree, for another reason than the certificate.</summary>
    public sealed record TlsFailed(string Reason) : ClientFailure("CLIENT-105");

    /// <summary>The connection was closed while it was being made: what stands there is no SSTP server, or something in between cut it.</summary>
    public sealed record ClosedWhileConnecting() : ClientFailure("CLIENT-106");

    /// <summary>The server ended the session in order: it is stopping, or an administrator ended it.</summary>
    public sealed record EndedByServer() : ClientFailure("CLIENT-107");

    /// <summary>The interface, its address or its routes could not be set.</summary>
    public sealed record NetworkSetUpFailed(string Reason) : ClientFailure("CLIENT-108");

    /// <summary>The connection broke after SSTP had begun, and before packets could pass.</summary>
    /// <param name="Stage">How far the call had come.</param>
    public sealed record LostWhileConnecting(CallStage Stage) : ClientFailure("CLIENT-109");

    /// <summary>Something sent a reset during the TLS handshake or the HTTP greeting.</summary>
    public sealed record ResetWhileConnecting() : ClientFailure("CLIENT-110");

    /// <summary>The interface that was asked for belongs to another connection.</summary>
    public sealed record InterfaceInUse(string Name) : ClientFailure("CLIENT-111");

    /// <summary>The machine is locked down by an earlier connection, and the lockdown does not know the address of this server.</summary>
    public sealed record UnknownInLockdown(string Host) : ClientFailure("CLIENT-112");

    /// <summary>The server's TLS has no version or suite in common with ours.</summary>
    /// <param name="Reason">OpenSSL's words.</param>
    public sealed record NoCommonEncryption(string Reason) : ClientFailure("CLIENT-113");
}

/// <summary>Carries a failure through the steps that come before a call.</summary>
public sealed class ConnectException(Failure failure, Exception? inner = null) : Exception(failure.ToString(), inner)
{
    /// <summary>Why.</summary>
    public Failure Failure { get; } = failure;
}
