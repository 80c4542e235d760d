using System.Net;

namespace Adit.Server.Configuration;

/// <summary>Reads the group <c>radius</c>.</summary>
internal static class RadiusReader
{
    private const int MaxClients = 1000;

    public const string NameForm = RadiusNames.Form;

    public static RadiusOptions Read(YamlSection section, RadiusOptions defaults)
    {
        var earlier = new List<RadiusClientSettings>();
        return defaults with
        {
            Listen = section.List("listen", defaults.Listen, 0, 16, "ADDRESS:PORT", ConfigurationReader.EndPointOf, shown: "none"),
            Accounting = section.List("accounting", defaults.Accounting, 0, 16, "ADDRESS:PORT", ConfigurationReader.EndPointOf, shown: "none"),
            DynamicAuthorization = section.List(
                "dynamicAuthorization", defaults.DynamicAuthorization, 0, 16, "ADDRESS:PORT", ConfigurationReader.EndPointOf, shown: "none"),
            AllowMsChapV1 = section.Flag("allowMsChapV1", defaults.AllowMsChapV1),
            Clients = section.Groups("clients", MaxClients, "a group with a name, an address and a secretFile", client => ReadClient(client, earlier)),
            Groups = RadiusGroupReader.Read(section),
            SpoolMegabytes = section.Number("spoolMegabytes", defaults, options => options.SpoolMegabytes),
        };
    }

    private static RadiusClientSettings ReadClient(YamlSection section, List<RadiusClientSettings> earlier)
    {
        var client = new RadiusClientSettings
        {
            Name = section.Text("name", "", NameForm, IsName),
            Address = section.Value<IPNetwork>("address", default, "an address or a prefix", AddressPrefixes.Parse, _ => ""),
            Vendor = section.Text("vendor", "", "a name of at most 64 characters", text => text.Length <= RadiusNames.MaxLength),
            SecretFile = section.Text("secretFile", "", "an absolute path", Path.IsPathRooted),
            RequireMessageAuthenticator = section.Word("requireMessageAuthenticator", MessageAuthenticatorRule.Yes),
            MayChangeSessions = section.Flag("mayChangeSessions", false),
            RequireEventTimestamp = section.Flag("requireEventTimestamp", true),
        };
        foreach (var key in (string[])["name", "address", "secretFile"])
        {
            if (section.PlaceOf(key) is null)
                section.Report(key, $"a client needs '{key}'", $"Give it with '{key}:'.");
        }

        if (earlier.Exists(other => other.Name == client.Name && client.Name.Length > 0))
            section.Report("name", $"another client is called '{client.Name}' already", "Give each a name of its own.");
        if (earlier.Exists(other => other.Address.Equals(client.Address) && section.PlaceOf("address") is not null))
            section.Report("address", $"another client asks from {client.Address} already", "Put the two into one.");
        earlier.Add(client);
        return client;
    }

    public static bool IsName(string text) => RadiusNames.IsName(text);
}
