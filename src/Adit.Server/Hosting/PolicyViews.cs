using System.Globalization;
using Adit.Access.Policies;
using Adit.Protocols.Ip.Filtering;
using Adit.Protocols.Radius;
using Adit.Server.Configuration;
using Adit.Server.Control;

namespace Adit.Server.Hosting;

/// <summary>Shows policies and what came of them as the control API tells them.</summary>
internal static class PolicyViews
{
    public static IReadOnlyList<PolicyView> Of(PolicySet set) =>
        [.. set.Connection.Select((policy, index) => Of(policy, index + 1)), .. set.Network.Select((policy, index) => Of(policy, index + 1))];

    public static PolicyTrialView Of(Decision decision) => new(
        decision.Reason is AccessReason.None, (int)decision.Reason, decision.Reason is AccessReason.None ? null : AccessFailure.For(decision.Reason).Code,
        decision.ConnectionPolicy, decision.NetworkPolicy, decision.RemoteGroup, [.. decision.Trace.Select(Of)]);

    private static PolicyTraceView Of(PolicyTrace trace) => new(
        Word(trace.Kind), trace.Policy, trace.Matches,
        [.. trace.Conditions.Concat(trace.Constraints).Select(one => new PolicyCheckView(one.Name, one.Wanted, one.Seen, one.Holds))]);

    private static PolicyView Of(ConnectionPolicy policy, int order) => new(
        Word(PolicyKind.Connection), order, policy.Name, policy.IsEnabled,
        policy.Authenticate switch { ConnectionTarget.Remote => $"remote {policy.RemoteGroup}", ConnectionTarget.Accept => "accept", _ => "local" },
        [.. policy.Conditions.Select(Text)], [],
        [
            .. policy.UserName.Select(rule => $"userName: {rule.Find} becomes {rule.Replace}"),
            .. policy.ForwardAccounting.Length > 0 ? [$"forwardAccounting: {policy.ForwardAccounting}"] : Array.Empty<string>(),
        ]);

    private static PolicyView Of(NetworkPolicy policy, int order) => new(
        Word(PolicyKind.Network), order, policy.Name, policy.IsEnabled,
        (policy.Grants ? "grant" : "deny") + (policy.IgnoresDialIn ? ", account ignored" : ""),
        [.. policy.Conditions.Select(Text)],
        [
            .. policy.Constraints.Select(constraint => Text(constraint.Condition)),
            .. Line("eapTypes", string.Join(", ", policy.EapTypes.Select(PolicyWords.TextOf))),
            .. Line("sessionTimeout", policy.SessionTimeout is { } session ? Durations.Write(session) : null),
            .. Line("idleTimeout", policy.IdleTimeout is { } idle ? Durations.Write(idle) : null),
        ],
        [.. SettingsOf(policy.Settings), .. Line("class", policy.Class)]);

    private static IEnumerable<string> SettingsOf(SessionSettings settings) =>
    [
        .. settings.Filters.SelectMany(FilterLines),
        .. Line("routes", string.Join(", ", settings.Routes.Select(route => $"{route}").Concat(settings.Ipv6Routes.Select(route => $"{route}")))),
        .. Line("dns", string.Join(", ", settings.Dns)),
        .. Line("framedPool", settings.Pool),
        .. Line("framedMtu", Number(settings.Mtu)),
        .. Line("sessionsPerUser", Number(settings.SessionsPerUser)),
        .. Line("uploadRate", settings.UploadRate is { } upload ? BitRates.Write(upload) : null),
        .. Line("downloadRate", settings.DownloadRate is { } download ? BitRates.Write(download) : null),
        .. Line("encryptionPolicy", settings.EncryptionPolicy switch { null => null, 1 => "allowed", _ => "required" }),
        .. Line("interimInterval", settings.InterimInterval is { } interval ? Durations.Write(interval) : null),
    ];

    private static IEnumerable<string> FilterLines(PacketFilter filter)
    {
        var name = $"filter {Word(filter.Direction)} {(filter.IsIpv6 ? "ipv6" : "ipv4")}";
        return filter.Rules.Select(rule => $"{name}: {(filter.DropsOthers ? "permit" : "drop")} {rule.ToText(filter.IsIpv6)}")
            .Append($"{name}: {(filter.DropsOthers ? "drop" : "permit")} everything else");
    }

    private static IEnumerable<string> Line(string name, string? value) => string.IsNullOrEmpty(value) ? [] : [$"{name}: {value}"];

    private static string? Number(uint? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string Text(Condition condition) => $"{condition.Name}: {condition.Wanted}";

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
