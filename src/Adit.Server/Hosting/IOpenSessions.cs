using Adit.Protocols;
using Adit.Server.Control;

namespace Adit.Server.Hosting;

/// <summary>What the control API asks of the calls that are there now. Any thread may call.</summary>
internal interface IOpenSessions
{
    /// <summary>How many are open.</summary>
    int Count { get; }

    /// <summary>How many connections have not authenticated yet.</summary>
    int HalfOpen { get; }

    /// <summary>Whether no new session is taken, because an administrator or the server's end wants it so; those that are there go on.</summary>
    bool IsDraining { get; set; }

    /// <summary>The open ones, oldest first.</summary>
    IReadOnlyList<SessionView> List();

    /// <summary>Ends those of this user, or the one with this id; returns how many.</summary>
    int Disconnect(string userOrId, Failure reason);

    /// <summary>Ends every call of this account, those included that have only claimed to be it; returns how many.</summary>
    int Block(string account, Failure reason);

    /// <summary>Ends every call that signed in with the certificate of this SHA-256 thumbprint; returns how many.</summary>
    int EndOfCertificate(string fingerprint, Failure reason);

    /// <summary>The same for every certificate that is meant; returns how many.</summary>
    int EndOfCertificates(Func<string, bool> isMeant, Failure reason);
}
