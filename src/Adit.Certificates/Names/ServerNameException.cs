namespace Adit.Certificates.Names;

/// <summary>A name that no certificate can be issued for. The message is meant for the administrator.</summary>
public sealed class ServerNameException(string name)
    : Exception(
        $"'{name}' is neither an IP address nor a DNS name (letters, digits and hyphens in labels of 1 to 63, like vpn.example.org).")
{
    /// <summary>The name as it was given.</summary>
    public string Name { get; } = name;
}
