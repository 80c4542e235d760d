using Adit.Certificates.Checking;

namespace Adit.Cli.Output;

/// <summary>Roles of certificates as the command line and JSON write them.</summary>
internal static class RoleWords
{
    private static readonly (CertificateRole Role, string Word)[] Words =
    [
        (CertificateRole.Sstp, "sstp"), (CertificateRole.Ikev2, "ikev2"), (CertificateRole.EapServer, "eap-server"),
        (CertificateRole.EapClient, "eap-client"), (CertificateRole.Device, "device"),
    ];

    public static IReadOnlyList<string> All => [.. Words.Select(pair => pair.Word)];

    public static string Of(CertificateRole role) => Words.First(pair => pair.Role == role).Word;

    public static CertificateRole? Find(string word) => Words.Where(pair => pair.Word == word).Select(pair => (CertificateRole?)pair.Role).FirstOrDefault();
}
