using System.Net;
using Adit.Access.Decisions;

namespace Adit.Server.Configuration;

/// <summary>Reads <c>radius.groups</c>, and checks the keys that name one of them.</summary>
internal static class RadiusGroupReader
{
    private const int MaxGroups = 100;
    private const int MaxServers = 32;

    public static IReadOnlyList<RadiusGroupSettings> Read(YamlSection radius)
    {
        var earlier = new HashSet<string>(StringComparer.Ordinal) { AccessOptions.Local, AccessOptions.WhoDecides, "" };
        return radius.Groups("groups", MaxGroups, "a group with a name and servers", section => ReadGroup(section, earlier));
    }

    /// <summary>Whether this names an authority: ours, or a group.</summary>
    public static void Check(YamlSection root, ServerConfiguration configuration)
    {
        foreach (var name in new[] { configuration.Access.Authority, configuration.Access.BookKeeper }.Distinct(StringComparer.Ordinal))
        {
            if (name != AccessOptions.Local && !configuration.Radius.Groups.Any(group => group.Name == name))
                root.Report("access", $"there is no group '{name}' in 'radius.groups'", $"Name one of its groups, or '{AccessOptions.Local}'.");
        }
    }

    private static RadiusGroupSettings ReadGroup(YamlSection section, HashSet<string> earlier)
    {
        var group = new RadiusGroupSettings
        {
            Name = section.Text("name", "", RadiusReader.NameForm, RadiusReader.IsName),
            Servers = section.Groups("servers", MaxServers, "a group with an address and a secretFile", ReadServer),
        };
        if (section.PlaceOf("name") is null)
            section.Report("name", "a group needs 'name'", "Give it with 'name:'.");
        else if (!earlier.Add(group.Name))
            section.Report("name", $"'{group.Name}' is taken", "Give each group a name of its own, and none the name 'local' or 'authority'.");
        if (group.Servers.Count == 0)
            section.Report("servers", "a group needs at least one server", "List them with 'servers:'.");
        return group;
    }

    private static RadiusServerSettings ReadServer(YamlSection section)
    {
        var defaults = new RadiusServerSettings();
        foreach (var key in (string[])["address", "secretFile"])
        {
            if (section.PlaceOf(key) is null)
                section.Report(key, $"a server needs '{key}'", $"Give it with '{key}:'.");
        }

        return new RadiusServerSettings
        {
            Address = IPAddress.TryParse(section.Text("address", "", "an address", text => IPAddress.TryParse(text, out _)), out var address)
                ? address
                : defaults.Address,
            Port = section.Number("port", defaults, options => options.Port),
            AccountingPort = section.Number("accountingPort", defaults, options => options.AccountingPort),
            SecretFile = section.Text("secretFile", "", "an absolute path", Path.IsPathRooted),
            Priority = section.Number("priority", defaults, options => options.Priority),
            Weight = section.Number("weight", defaults, options => options.Weight),
            Timeout = section.Duration("timeout", defaults, options => options.Timeout),
            Tries = section.Number("tries", defaults, options => options.Tries),
            Losses = section.Number("losses", defaults, options => options.Losses),
            DeadTime = section.Duration("deadTime", defaults, options => options.DeadTime),
            StatusServer = section.Flag("statusServer", defaults.StatusServer),
            RequireMessageAuthenticator = section.Flag("requireMessageAuthenticator", defaults.RequireMessageAuthenticator),
        };
    }
}
