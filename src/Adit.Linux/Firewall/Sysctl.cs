namespace Adit.Linux.Firewall;

/// <summary>
/// Kernel settings under <c>/proc/sys</c> that we changed, with the values they had. Disposing puts those back that still have the
/// value we gave them: what somebody else has changed since is theirs.
/// </summary>
public sealed class Sysctl : IDisposable
{
    private readonly Stack<(string Name, string Former, string Ours)> _changes = new();
    private readonly Lock _gate = new();

    /// <summary>The setting's value, without blanks around it.</summary>
    /// <param name="name">With slashes, <c>net/ipv4/ip_forward</c>; or with dots, where no part holds a dot itself.</param>
    public static string Read(string name)
    {
        try
        {
            return File.ReadAllText(PathOf(name)).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LinuxException($"read sysctl {name}", errorNumber: 0, exception.Message.TrimEnd('.'), remedy: "");
        }
    }

    /// <summary>Gives the setting a value. Where it has it already, nothing is written and nothing remembered.</summary>
    /// <returns>Whether it was changed.</returns>
    public bool Set(string name, string value)
    {
        lock (_gate)
        {
            var former = Read(name);
            if (string.Equals(former, value, StringComparison.Ordinal))
                return false;

            Write(name, value);
            _changes.Push((name, former, value));
            return true;
        }
    }

    /// <summary>Puts the former values back, the latest change first.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            while (_changes.TryPop(out var change))
            {
                if (File.Exists(PathOf(change.Name)) && string.Equals(Read(change.Name), change.Ours, StringComparison.Ordinal))
                    Write(change.Name, change.Former);
            }
        }
    }

    private static void Write(string name, string value)
    {
        try
        {
            File.WriteAllText(PathOf(name), value);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LinuxException($"set sysctl {name}={value}", errorNumber: 0, exception.Message.TrimEnd('.'),
                "Run as root or with the capability CAP_NET_ADMIN, or set it in a file of /etc/sysctl.d.");
        }
    }

    private static string PathOf(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var path = name.Contains('/', StringComparison.Ordinal) ? name : name.Replace('.', '/');
        if (path.Split('/').Any(part => part is "" or "." or ".."))
            throw new ArgumentException("A setting's name is parts joined by slashes or dots.", nameof(name));
        return $"/proc/sys/{path}";
    }
}
