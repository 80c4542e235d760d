using System.Globalization;
using Adit.Access.Accounts;
using Adit.Access.Policies;
using Adit.Protocols.Ip;
using Adit.Protocols.Radius;

namespace Adit.Server.Configuration;

/// <summary>Reads a test of policies and runs it: one that fails is a fault of the file.</summary>
internal static class PolicyTestReader
{
    // A Monday; tests name days of the week, and no policy knows dates.
    private static readonly DateTime _monday = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
    private static readonly string[] _days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static PolicyTest Read(YamlSection section, PolicySet set)
    {
        var test = new PolicyTest(
            section.Text("name", "", "1 to 64 printing characters", PolicyReader.IsName),
            ReadQuestion(section),
            section.Section("expect", new PolicyExpectation(null, null, null, null), ReadExpectation));
        if (section.PlaceOf("expect") is null)
            section.Report("expect", "a test needs 'expect'", "Say what must come of it: 'expect: { decision: accept }'.");
        else if (test.Compare(PolicyTrial.Run(set, test.Question.ToSubject(TimeZoneInfo.Local))) is { } failure)
            section.Report("expect", failure, "Correct the policies or the test; 'adit policy test' shows how each policy decides.");
        return test;
    }

    /// <summary>Reads <c>mon 09:00</c>; null where the text is none.</summary>
    public static DateTimeOffset? ParseTime(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.Split(' ');
        return words.Length == 2 && Array.IndexOf(_days, words[0]) is >= 0 and var day
            && TimeOnly.TryParseExact(words[1], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
                ? new DateTimeOffset(_monday.AddDays(day).Add(time.ToTimeSpan()), TimeZoneInfo.Local.GetUtcOffset(_monday))
                : null;
    }

    private static PolicyQuestion ReadQuestion(YamlSection section)
    {
        var question = new PolicyQuestion
        {
            User = section.Text("user", "", "a name of at most 256 characters", text => text.Length is > 0 and <= 256),
            Account = ReadAccount(section),
            AuthenticationType = section.Value<AuthenticationType>("authenticationType", AuthenticationType.MsChapV2, PolicyWords.AllAuthentications,
                PolicyWords.ParseAuthentication, PolicyWords.TextOf),
            EapMethod = section.List<object>("eapType", [], 0, 1, PolicyWords.AllEapTypes, text => PolicyWords.ParseEap(text), shown: "none") is [Protocols.Eap.EapType method] ? method : default,
            Gateway = section.Text("nasIdentifier", "", "a name of at most 128 characters", text => text.Length <= 128),
            CallingStationId = section.Text("callingStationId", "", "text of at most 128 characters", text => text.Length <= 128),
            At = section.Value<DateTimeOffset>("at", ParseTime("mon 12:00")!.Value, "a time of the week such as 'mon 09:00'", ParseTime, _ => "mon 12:00"),
        };
        return question with { Attributes = ReadAttributes(section, question.Attributes) };
    }

    private static PolicyAccount ReadAccount(YamlSection section) => new(
        GroupNames.TryParse(string.Join(',', section.List("groups", [], 0, GroupNames.MaxCount, "the name of a group", text => GroupNames.IsName(text) ? text : null, shown: "none")), out var groups) ? groups : GroupNames.None,
        section.Value<DialInPermission>("permission", DialInPermission.ByPolicy, "allow, deny or policy", ParsePermission, _ => "policy", KeyShape.Word(["policy", "allow", "deny"])),
        CallerId: null);

    public static DialInPermission? ParsePermission(string text) => text switch
    {
        "policy" => DialInPermission.ByPolicy,
        "allow" => DialInPermission.Allow,
        "deny" => DialInPermission.Deny,
        _ => null,
    };

    private static AccessAttributes ReadAttributes(YamlSection section, AccessAttributes defaults) => defaults with
    {
        NasIpAddress = PolicyReader.Optional(section, "nasIpv4Address", "an IPv4 address", text => Ipv4Address.TryParse(text, out _)) is { } address
            && Ipv4Address.TryParse(address, out var parsed) ? parsed : null,
        CalledStationId = PolicyReader.Optional(section, "calledStationId", "text of at most 128 characters", text => text.Length <= 128),
        NasPortType = Number(section, PolicyWords.NasPortType) ?? defaults.NasPortType,
        TunnelType = Number(section, PolicyWords.TunnelType) ?? defaults.TunnelType,
        ServiceType = Number(section, PolicyWords.ServiceType) ?? defaults.ServiceType,
        Client = ReadClient(section),
    };

    private static AccessClient? ReadClient(YamlSection section)
    {
        var name = PolicyReader.Optional(section, "clientFriendlyName", "the name of a RADIUS client", PolicyReader.IsName);
        var address = PolicyReader.Optional(section, "clientAddress", "an address", text => System.Net.IPAddress.TryParse(text, out _));
        var vendor = PolicyReader.Optional(section, "clientVendor", "text of at most 64 characters", PolicyReader.IsName);
        return (name ?? address ?? vendor) is null ? null : new AccessClient(name ?? "", address ?? "", vendor);
    }

    private static uint? Number(YamlSection section, string key) => section.List(
        key, [], 0, 1, PolicyWords.All(key), text => PolicyWords.Parse(key, text), shown: "as of a call over SSTP") is [var word] ? word.Number : null;

    private static PolicyExpectation ReadExpectation(YamlSection section, PolicyExpectation defaults)
    {
        var decision = PolicyReader.Optional(section, "decision", "accept or reject", text => text is "accept" or "reject");
        var reason = PolicyReader.Optional(section, "reason", "the number of a reason", text => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        return defaults with
        {
            IsGranted = decision is null ? null : decision == "accept",
            Reason = reason is null ? null : (AccessReason)ushort.Parse(reason, CultureInfo.InvariantCulture),
            Policy = PolicyReader.Optional(section, "policy", "the name of a network policy", PolicyReader.IsName),
            ConnectionPolicy = PolicyReader.Optional(section, "connectionPolicy", "the name of a connection request policy", PolicyReader.IsName),
        };
    }
}
