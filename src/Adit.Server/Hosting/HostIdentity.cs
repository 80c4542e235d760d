using System.Net.NetworkInformation;
using Adit.Certificates.Names;
using Adit.Linux.Netlink;
using Adit.Server.Configuration;

namespace Adit.Server.Hosting;

/// <summary>What this machine is called.</summary>
internal static class HostIdentity
{
    /// <summary>
    /// The names for the certificate: from the command line, else the configuration, else all that the host has. Throws
    /// <see cref="ServerNameException"/> where one of the command line is none; the configuration's have been read.
    /// </summary>
    public static IReadOnlyList<string> NamesOf(UpOptions options, ServerConfiguration configuration)
    {
        if (options.Names.Count > 0)
            return [.. options.Names.Select(name => ServerName.Parse(name).ToString())];
        if (configuration.Names.Count > 0)
            return configuration.Names;

        using var links = new NetworkLinks();
        var properties = IPGlobalProperties.GetIPGlobalProperties();
        return NamesOf(properties.HostName, properties.DomainName, links.ListAddresses());
    }

    /// <summary>The one to show: a star cannot be dialled.</summary>
    public static string Main(IReadOnlyList<string> names) =>
        names.FirstOrDefault(name => !name.StartsWith('*')) ?? names[0];

    /// <summary>A temporary address would be another one tomorrow, and the certificate a new one each time.</summary>
    internal static IReadOnlyList<string> NamesOf(string hostName, string domain, IEnumerable<InterfaceAddress> addresses) =>
        HostNames.Of(hostName, domain, addresses.Where(address => !address.IsTemporary).Select(address => address.Address));
}
