using System.Text;
using Adit.Linux;
using Adit.Protocols.Radius;
using Adit.Server.Hosting;

namespace Adit.Server.Radius;

/// <summary>A file whose first line is a shared secret.</summary>
internal static class RadiusSecretFile
{
    /// <summary>RFC 2865 §3: shorter ones can be tried out. FreeRADIUS and NPS warn, we refuse.</summary>
    public const int MinLength = 8;

    private const int MaxFileLength = 4096;
    private const UnixFileMode AnybodyElse = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.GroupWrite;

    /// <summary>Reads it; throws <see cref="StartupException"/> where it is not there, not for us alone, or no secret.</summary>
    /// <param name="path">The file.</param>
    /// <param name="owner">Whose secret it is, in words.</param>
    public static RadiusSecret Read(string path, string owner)
    {
        try
        {
            RegularFile.RefuseOther(path);
            if ((File.GetUnixFileMode(path) & AnybodyElse) != UnixFileMode.None)
                throw new StartupException(
                    $"{path}, the secret of {owner}, can be touched by others.",
                    $"If nobody has: chown root:adit {path} && chmod 640 {path}. Else change the secret on both sides.");

            return Parse(path, ReadFirstLine(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"The secret of {owner} cannot be read: {e.Message}",
                $"The server's user must be able to read it: chown root:adit {path} && chmod 640 {path}", e);
        }
    }

    private static string ReadFirstLine(string path)
    {
        using var file = new StreamReader(path, Encoding.UTF8);
        var start = new char[MaxFileLength];
        var length = file.ReadBlock(start);
        return new string(start.AsSpan(0, length)).Split('\n')[0].Trim();
    }

    private static RadiusSecret Parse(string path, string line) =>
        Encoding.UTF8.GetBytes(line) is { Length: >= MinLength and <= RadiusSecret.MaxLength } secret
            ? new RadiusSecret(secret)
            : throw new StartupException(
                $"The first line of {path} is no secret of {MinLength} to {RadiusSecret.MaxLength} bytes.",
                $"Make one with: openssl rand -hex 32 > {path}");
}
