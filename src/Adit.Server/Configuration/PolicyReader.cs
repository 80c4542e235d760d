using Adit.Access.Policies;
using Adit.Protocols.Eap;
using Adit.Protocols.Ip.Filtering;
using Adit.Protocols.Radius;

namespace Adit.Server.Configuration;

/// <summary>Reads the group <c>policies</c>, and has its tests run.</summary>
internal static class PolicyReader
{
    private const int MaxPolicies = 100;
    private const int MaxTests = 200;
    private const int MaxFilters = 32;
    private const int MaxNameLength = 64;
    private const int MaxRules = 16;

    public static PolicySet Read(YamlSection section, PolicySet defaults)
    {
        var connectionNames = new HashSet<string>(StringComparer.Ordinal);
        var networkNames = new HashSet<string>(StringComparer.Ordinal);
        var connection = section.Groups("connection", MaxPolicies, "a connection request policy", group => ReadConnection(group, connectionNames));
        var network = section.Groups("network", MaxPolicies, "a network policy", group => ReadNetwork(group, networkNames));
        var set = new PolicySet
        {
            Filters = new NamedFilters(ReadFilters(section)),
            Connection = section.PlaceOf("connection") is null ? defaults.Connection : connection,
            Network = section.PlaceOf("network") is null ? defaults.Network : network,
        };
        var tests = section.Groups("tests", MaxTests, "a request with what must come of it", group => PolicyTestReader.Read(group, set));
        return set with { Tests = tests };
    }

    private static Dictionary<string, IReadOnlyList<PacketFilter>> ReadFilters(YamlSection section)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var filters = section.Groups("filters", MaxFilters, "a group with a name and filters", group =>
            new NamedFilter(ReadName(group, names, "a filter"), SessionSettingsReader.ReadNamedFilters(group)));
        return filters.DistinctBy(each => each.Name, StringComparer.Ordinal).ToDictionary(each => each.Name, each => each.Filters, StringComparer.Ordinal);
    }

    private sealed record NamedFilter(string Name, IReadOnlyList<PacketFilter> Filters);

    /// <summary>A text that need not be there.</summary>
    internal static string? Optional(YamlSection section, string key, string expected, Func<string, bool> isValid) =>
        section.List(key, [], 0, 1, expected, text => isValid(text) ? text : null, shown: "none") is [var text] ? text : null;

    internal static string ReadName(YamlSection section, HashSet<string> earlier, string what)
    {
        var name = section.Text("name", "", "1 to 64 printing characters", IsName);
        if (section.PlaceOf("name") is null)
            section.Report("name", $"{what} needs a name", "Give it with 'name:'.");
        else if (name.Length > 0 && !earlier.Add(name))
            section.Report("name", $"another one is called '{name}' already", "Give each a name of its own.");
        return name;
    }

    internal static bool IsName(string text) => text.Length is > 0 and <= MaxNameLength && text == text.Trim() && !text.Any(char.IsControl);

    private static bool IsGroup(string text) =>
        text.Length is > 0 and <= MaxNameLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static ConnectionPolicy ReadConnection(YamlSection section, HashSet<string> earlier)
    {
        var policy = new ConnectionPolicy
        {
            Name = ReadName(section, earlier, "a connection request policy"),
            IsEnabled = section.Flag("enabled", true),
            Conditions = section.Section<IReadOnlyList<Condition>>("conditions", [], (group, _) => ConditionReader.ReadConnection(group)),
            Authenticate = section.Word("authenticate", ConnectionTarget.Local),
            RemoteGroup = section.Text("remoteGroup", "", "the name of a group of remote servers", IsGroup),
            ForwardAccounting = section.Text("forwardAccounting", "", "the name of a group of remote servers", IsGroup),
            UserName = section.Groups("userName", MaxRules, "a group with find and replace", ReadNameRule),
        };
        if (policy.Authenticate is ConnectionTarget.Remote != policy.RemoteGroup.Length > 0)
            section.Report("authenticate", "'authenticate: remote' and 'remoteGroup' belong together", "Give both or neither.");
        return policy;
    }

    private static NameRule ReadNameRule(YamlSection section)
    {
        var find = section.List("find", [], 1, 1, ConditionReader.PatternWords, PolicyPattern.Parse, shown: "needed");
        var replace = section.Text("replace", "", "text of at most 128 characters", text => text.Length <= 128);
        if (section.PlaceOf("find") is null)
            section.Report("find", "a replacement needs 'find'", "Say what is to be replaced.");
        return new NameRule(find.Count > 0 ? find[0] : PolicyPattern.Parse("^$")!, replace);
    }

    private static NetworkPolicy ReadNetwork(YamlSection section, HashSet<string> earlier)
    {
        var policy = new NetworkPolicy
        {
            Name = ReadName(section, earlier, "a network policy"),
            IsEnabled = section.Flag("enabled", true),
            Grants = section.Word("permission", PolicyPermission.Grant) is PolicyPermission.Grant,
            IgnoresDialIn = section.Flag("ignoreDialIn", false),
            Conditions = section.Section<IReadOnlyList<Condition>>("conditions", [], (group, _) => ConditionReader.ReadNetwork(group)),
        };
        policy = section.Section("constraints", policy, ReadConstraints);
        return section.Section("settings", policy, SessionSettingsReader.Read);
    }

    private static NetworkPolicy ReadConstraints(YamlSection section, NetworkPolicy policy) => policy with
    {
        Constraints = ConditionReader.ReadConstraints(section),
        EapTypes = [.. section.List<object>("eapTypes", [], 0, 8, EapMethodNames.All, text => EapMethodNames.Find(text), shown: "those of access.eap").Cast<EapType>()],
        SessionTimeout = section.Duration("sessionTimeout", new Access.Decisions.AccessOptions(), options => options.SessionTimeout),
        IdleTimeout = section.Duration("idleTimeout", new Access.Decisions.AccessOptions(), options => options.IdleTimeout),
    };

    private enum PolicyPermission
    {
        Grant,
        Deny,
    }
}
