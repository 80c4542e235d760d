using System.Net;
using System.Net.NetworkInformation;

namespace Adit.Client;

/// <summary>
/// The name servers of a connection: told to systemd-resolved where it runs, otherwise written to resolv.conf, whose former content
/// is put back. It is kept in comments of the file itself, so that the next connection finds it even where this process is killed.
/// </summary>
internal sealed class NameServers : IDisposable
{
    /// <summary>Where the resolver of the C library looks.</summary>
    public const string DefaultFile = "/etc/resolv.conf";

    private readonly string _file;
    private readonly ResolverFile _written;

    private NameServers(string file, ResolverFile written) => (_file, _written) = (file, written);

    /// <summary>
    /// Sets them for an interface. Null where nothing is left to be put back: systemd-resolved forgets them together with the
    /// interface.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written, or another connection has it.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static NameServers? Set(string device, IReadOnlyList<IPAddress> servers, string? suffix, bool forAll, string file = DefaultFile)
    {
        if (SystemdResolved.IsRunning && SystemdResolved.TrySet(device, servers, suffix, forAll))
            return null;
        if (!forAll)
            throw new IOException($"Without systemd-resolved, {file} knows no servers for {suffix} alone.");

        var found = File.Exists(file) ? File.ReadAllText(file) : "";
        var former = ResolverFile.TryParse(found, out var left) ? left.Former : found;
        if (left is not null && left.Device != device && IsThere(left.Device))
            throw new IOException($"{file} belongs to another connection, over {left.Device}.");

        var written = new ResolverFile(device, servers, suffix, former);
        File.WriteAllText(file, written.Write());
        return new NameServers(file, written);
    }

    /// <summary>Puts back what was there, unless somebody else has written since.</summary>
    public void Dispose()
    {
        if (File.Exists(_file) && File.ReadAllText(_file) == _written.Write())
            File.WriteAllText(_file, _written.Former);
    }

    /// <summary>A connection's interface goes with its process, however that ends.</summary>
    private static bool IsThere(string device) => NetworkInterface.GetAllNetworkInterfaces().Any(one => one.Name == device);
}
