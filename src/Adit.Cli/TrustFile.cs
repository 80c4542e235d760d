using Adit.Certificates;
using Adit.Certificates.Validation;

namespace Adit.Cli;

/// <summary>Whom <c>--ca</c> has us trust.</summary>
internal static class TrustFile
{
    /// <summary>The machine's roots where no file is named; throws <see cref="CliException"/> where one cannot be read.</summary>
    public static TrustAnchors Open(string? caFile)
    {
        try
        {
            return caFile is null ? TrustAnchors.System : TrustAnchors.FromFile(caFile);
        }
        catch (CertificateFileException e)
        {
            throw new CliException(ExitCode.Failed, e.Message, "Fetch it again from http://SERVER/ca.crt and compare its SHA-256.");
        }
    }
}
