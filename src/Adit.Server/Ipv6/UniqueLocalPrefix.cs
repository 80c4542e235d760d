using System.Security.Cryptography;
using Adit.Protocols.Ip;
using Adit.Server.Hosting;

namespace Adit.Server.Ipv6;

/// <summary>
/// The /48 that a server without a prefix of its own takes: random (RFC 4193 §3.2), made at the first start and kept, since clients'
/// addresses are of it.
/// </summary>
internal static class UniqueLocalPrefix
{
    public const string FileName = "ipv6-prefix";

    private const int Length = 48;
    private const byte LocallyAssigned = 0xfd;

    /// <summary>Reads the prefix of this state, or makes it. Throws <see cref="StartupException"/> where the file holds none.</summary>
    public static Ipv6Prefix OpenOrCreate(string stateDirectory)
    {
        var file = Path.Combine(stateDirectory, FileName);
        if (!File.Exists(file))
            Write(file, Create());

        return Ipv6Prefix.TryParse(File.ReadAllText(file).Trim(), out var prefix) && prefix is { IsUniqueLocal: true, Length: Length }
            ? prefix
            : throw new StartupException(
                $"{file} is damaged: it holds no prefix of {Length} bits inside fd00::/8.",
                "Restore it from a backup, or remove it: clients then get other IPv6 addresses.");
    }

    private static Ipv6Prefix Create()
    {
        Span<byte> address = stackalloc byte[Ipv6Address.Length];
        RandomNumberGenerator.Fill(address);
        address[0] = LocallyAssigned;
        return Ipv6Prefix.Of(Ipv6Address.Read(address), Length);
    }

    /// <summary>Whole or not at all.</summary>
    private static void Write(string file, Ipv6Prefix prefix)
    {
        var draft = $"{file}.new";
        File.WriteAllText(draft, $"{prefix}\n");
        File.Move(draft, file, overwrite: true);
    }
}
