using System.Text;
using Adit.Protocols.Crypto.Tls;

namespace Adit.Protocols.Eap;

/// <summary>
/// Who was let in, kept with the TLS session: resuming it proves that it is the same peer. Whether they may still enter is asked anew.
/// </summary>
internal static class EapTunnelNote
{
    private const byte Version = 1;
    private const int MaxLength = 256;

    /// <summary>
    /// Keeps it. Where a certificate was shown inside, nothing is: nobody would look again whether it was revoked.
    /// </summary>
    public static void Leave(ITlsConversation tls, EapType inside, string identity)
    {
        byte[] note = [Version, .. Encoding.UTF8.GetBytes(identity)];
        if (inside is not EapType.Tls && note.Length <= MaxLength)
            tls.Remember(note);
    }

    /// <summary>Finds it; false where no session was resumed.</summary>
    public static bool TryFind(ITlsConversation tls, out string identity)
    {
        var note = tls.IsResumed ? tls.Remembered.Span : default;
        var isFound = note.Length > 1 && note[0] == Version;
        identity = isFound ? Encoding.UTF8.GetString(note[1..]) : "";
        return isFound;
    }
}
