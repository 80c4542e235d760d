namespace Adit.Linux.Firewall;

/// <summary>
/// IPv6 forwarding of the whole machine, as long as this object lives. A machine that forwards ignores the Router Advertisements of its
/// own networks, and loses its default route at once, unless accept_ra is 2: so every interface that has listened until now goes on.
/// Where forwarding is on already, nothing is touched: whoever set it has decided about the rest, too.
/// </summary>
public sealed class Ipv6Forwarding : IDisposable
{
    private const string Root = "net/ipv6/conf";

    private readonly Sysctl _sysctl = new();
    private readonly List<string> _forwardedBefore = [];

    private Ipv6Forwarding()
    {
    }

    /// <summary>Switches it on.</summary>
    /// <exception cref="LinuxException">The kernel refused; what was set is put back.</exception>
    public static Ipv6Forwarding Enable()
    {
        var forwarding = new Ipv6Forwarding();
        try
        {
            if (!IsOn("all", "forwarding"))
                forwarding.Set();
            return forwarding;
        }
        catch
        {
            forwarding.Dispose();
            throw;
        }
    }

    /// <summary>Puts back what was changed. The kernel sets all interfaces with the one setting: those that forwarded before do so again.</summary>
    public void Dispose()
    {
        _sysctl.Dispose();
        if (_forwardedBefore.Count == 0 || IsOn("all", "forwarding"))
            return;

        foreach (var device in _forwardedBefore.Where(device => File.Exists($"/proc/sys/{Root}/{device}/forwarding")))
            new Sysctl().Set($"{Root}/{device}/forwarding", "1");
        _forwardedBefore.Clear();
    }

    private void Set()
    {
        foreach (var device in Directory.EnumerateDirectories($"/proc/sys/{Root}").Select(path => Path.GetFileName(path)!))
        {
            if (device is "all")
                continue;
            if (IsOn(device, "forwarding"))
                _forwardedBefore.Add(device);
            else if (IsOn(device, "accept_ra"))
                _sysctl.Set($"{Root}/{device}/accept_ra", "2");
        }

        _sysctl.Set($"{Root}/all/forwarding", "1");
    }

    /// <summary>An interface may go at any moment.</summary>
    private static bool IsOn(string device, string setting)
    {
        var name = $"{Root}/{device}/{setting}";
        return File.Exists($"/proc/sys/{name}") && string.Equals(Sysctl.Read(name), "1", StringComparison.Ordinal);
    }
}
