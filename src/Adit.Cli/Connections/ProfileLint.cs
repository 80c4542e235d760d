using Adit.Client;
using Adit.Client.Eap;
using Adit.Client.Profiles;
using Adit.Protocols;

namespace Adit.Cli.Connections;

/// <summary>Says what would fail with a connection's file, or be less safe than it looks, before anything is sent.</summary>
internal static class ProfileLint
{
    /// <summary>What is to be said of a file that can be read.</summary>
    public static IReadOnlyList<ProfileFinding> Check(ConnectionFile file) => [.. CheckSecrets(file), .. CheckCertificates(file), .. CheckServer(file)];

    private static IEnumerable<ProfileFinding> CheckSecrets(ConnectionFile file)
    {
        foreach (var path in (string?[])[file.PasswordFile, file.Eap.PasswordFile])
        {
            if (path is not null && !File.Exists(path))
                yield return Fatal(new ProfileFailure.Incomplete(path));
            else if (path is not null && ClientCertificates.FindExposure(path) is { } exposure)
                yield return Fatal(exposure);
        }
    }

    /// <summary>The same choice as the client makes.</summary>
    private static List<ProfileFinding> CheckCertificates(ConnectionFile file)
    {
        if (!file.Authentication.NeedsCertificate)
            return [];
        try
        {
            using var certificates = file.Eap.OpenCertificates();
            certificates?.Choose(new CertificateFilter(file.Eap.Issuers, file.Eap.Purposes), DateTimeOffset.UtcNow);
            return [];
        }
        catch (ConnectException e)
        {
            return [Fatal(e.Failure)];
        }
        catch (CliException)
        {
            return []; // the file of its password, which is told already
        }
    }

    private static IEnumerable<ProfileFinding> CheckServer(ConnectionFile file)
    {
        var methods = file.Authentication.EapMethods;
        var hasTunnel = methods.Any(method => method is ClientEapMethod.Peap or ClientEapMethod.PeapTls);
        if (!hasTunnel && !methods.Contains(ClientEapMethod.Tls))
            yield break;

        var trustsEverybody = file.Eap is { CaFile: null, Pins: [] } && file.CaFile is null;
        if (file.Eap.ServerNames is [])
            yield return new ProfileFinding(0, new ProfileFailure.ServerNamesMissing(), IsFatal: trustsEverybody);
        if (file.Eap.ServerNames is [var names] && (names.Contains(' ', StringComparison.Ordinal) || names.Contains(',', StringComparison.Ordinal)))
            yield return Fatal(new ProfileFailure.ServerNamesMalformed(names));
        if (hasTunnel && !file.Eap.RequiresBinding)
            yield return new ProfileFinding(0, new ProfileFailure.BindingNotRequired(), IsFatal: false);
    }

    private static ProfileFinding Fatal(Failure failure) => new(0, failure, IsFatal: true);
}
