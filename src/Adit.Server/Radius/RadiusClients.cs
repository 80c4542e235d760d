using System.Net;
using Adit.Server.Configuration;

namespace Adit.Server.Radius;

/// <summary>All who may ask, as one configuration has them. Of several prefixes the longest counts. Immutable.</summary>
internal sealed class RadiusClients
{
    private readonly RadiusClient[] _longestFirst;

    private RadiusClients(IEnumerable<RadiusClient> clients) =>
        _longestFirst = [.. clients.OrderByDescending(client => client.Address.PrefixLength)];

    /// <summary>Reads their secrets; throws <see cref="Hosting.StartupException"/> where one cannot be had.</summary>
    public static RadiusClients Of(RadiusOptions options) =>
        new(options.Clients.Select(settings => new RadiusClient(settings, RadiusSecretFile.Read(settings.SecretFile, $"the RADIUS client '{settings.Name}'"))));

    /// <summary>Whose address this is, IPv4 not written as IPv6; null for a stranger.</summary>
    public RadiusClient? Find(IPAddress address) => Array.Find(_longestFirst, client => client.Address.Contains(address));
}
