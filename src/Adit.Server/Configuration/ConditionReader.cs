using System.Net;
using System.Text.RegularExpressions;
using Adit.Access.Accounts;
using Adit.Access.Policies;
using Adit.Protocols.Eap;
using Adit.Protocols.Radius;

namespace Adit.Server.Configuration;

/// <summary>Reads the conditions of policies, and those constraints that are conditions: one key for each attribute.</summary>
internal static class ConditionReader
{
    public const string PatternWords = "a regular expression of at most 256 characters, without looking back or ahead";

    private const int MaxValues = 64;

    /// <summary>Those of connection request policies.</summary>
    public static IReadOnlyList<Condition> ReadConnection(YamlSection section) => Present(
    [
        Patterns(section, "userName", subject => subject.Request.UserName),
        .. Common(section),
    ]);

    /// <summary>Those of network policies, which have no user name: groups say who.</summary>
    public static IReadOnlyList<Condition> ReadNetwork(YamlSection section) => Present(
    [
        Groups(section, "windowsGroups", ofMachines: null),
        Groups(section, "userGroups", ofMachines: false),
        Groups(section, "machineGroups", ofMachines: true),
        Authentications(section, "authenticationType"),
        EapTypes(section, "eapType"),
        Numbers(section, PolicyWords.RasVendor, subject => subject.Request.Attributes.RasVendor),
        .. Common(section),
    ]);

    /// <summary>Those constraints that are conditions, too.</summary>
    public static IReadOnlyList<Constraint> ReadConstraints(YamlSection section) =>
    [
        .. Constrain(AccessReason.MethodNotAllowed, Authentications(section, "authenticationMethods")),
        .. Constrain(AccessReason.CalledStationMismatch, Patterns(section, "calledStationId", subject => subject.Request.Attributes.CalledStationId)),
        .. Constrain(AccessReason.TimeNotAllowed, DayAndTime(section)),
        .. Constrain(AccessReason.PortTypeNotAllowed, Numbers(section, PolicyWords.NasPortType, subject => subject.Request.Attributes.NasPortType)),
    ];

    private static Condition?[] Common(YamlSection section) =>
    [
        Addresses(section, "nasIpv4Address", subject => subject.Request.Attributes.NasIpAddress?.ToString()),
        Addresses(section, "nasIpv6Address", subject => subject.Request.Attributes.NasIpv6Address?.ToString()),
        Patterns(section, "nasIdentifier", subject => subject.Request.Attributes is { Client: null } ? subject.Request.Gateway : subject.Request.Attributes.NasIdentifier),
        Numbers(section, PolicyWords.NasPortType, subject => subject.Request.Attributes.NasPortType),
        Numbers(section, PolicyWords.ServiceType, subject => subject.Request.Attributes.ServiceType),
        Numbers(section, PolicyWords.FramedProtocol, subject => subject.Request.Attributes.FramedProtocol),
        Patterns(section, "calledStationId", subject => subject.Request.Attributes.CalledStationId),
        Patterns(section, "callingStationId", subject => subject.Request.CallingStationId),
        Addresses(section, "callingStationAddress", subject => subject.Request.CallingStationId),
        Numbers(section, PolicyWords.TunnelType, subject => subject.Request.Attributes.TunnelType),
        Numbers(section, PolicyWords.IdentityType, subject => subject.Request.Attributes.IdentityType),
        Patterns(section, "clientFriendlyName", subject => subject.Request.Attributes.Client?.Name ?? subject.Request.Gateway),
        Patterns(section, "clientVendor", subject => subject.Request.Attributes.Client?.Vendor),
        Addresses(section, "clientIpv4Address", subject => subject.Request.Attributes.Client?.Address),
        Addresses(section, "clientIpv6Address", subject => subject.Request.Attributes.Client?.Address),
        DayAndTime(section),
    ];

    private static Condition[] Present(Condition?[] conditions) => [.. conditions.OfType<Condition>()];

    private static IEnumerable<Constraint> Constrain(AccessReason reason, Condition? condition) =>
        condition is null ? [] : [new Constraint(condition, reason)];

    private static Condition.Pattern? Patterns(YamlSection section, string key, Func<PolicySubject, string?> value) =>
        section.List<Regex>(key, [], 0, MaxValues, PatternWords, PolicyPattern.Parse, shown: "any") is { Count: > 0 } patterns
            ? new Condition.Pattern(key, patterns, value)
            : null;

    private static Condition.Number? Numbers(YamlSection section, string key, Func<PolicySubject, uint?> value) =>
        section.List(key, [], 0, MaxValues, PolicyWords.All(key), text => PolicyWords.Parse(key, text), shown: "any") is { Count: > 0 } words
            ? new Condition.Number(key, words, value)
            : null;

    private static Condition.Address? Addresses(YamlSection section, string key, Func<PolicySubject, string?> value) =>
        section.List<object>(key, [], 0, MaxValues, "an address or a prefix", text => AddressPrefixes.Parse(text), shown: "any") is { Count: > 0 } networks
            ? new Condition.Address(key, [.. networks.Cast<IPNetwork>()], value)
            : null;

    private static Condition.DayAndTime? DayAndTime(YamlSection section) =>
        section.List("dayAndTime", [], 0, 1, "hours such as 'mon-fri 08:00-18:00; sat 09:00-12:00'",
            text => WeeklyHours.TryParse(text, out var hours) ? hours : null, shown: "any") is [var hours] ? new Condition.DayAndTime("dayAndTime", hours) : null;

    private static Condition.Groups? Groups(YamlSection section, string key, bool? ofMachines) =>
        section.List(key, [], 0, MaxValues, "the name of a group", text => GroupNames.IsName(text) ? text : null, shown: "any") is { Count: > 0 } names
            ? new Condition.Groups(key, names, ofMachines)
            : null;

    private static Condition.Authentication? Authentications(YamlSection section, string key) =>
        section.List<object>(key, [], 0, MaxValues, PolicyWords.AllAuthentications, text => PolicyWords.ParseAuthentication(text), shown: "any") is { Count: > 0 } types
            ? new Condition.Authentication(key, [.. types.Cast<AuthenticationType>()])
            : null;

    private static Condition.Eap? EapTypes(YamlSection section, string key) =>
        section.List<object>(key, [], 0, MaxValues, PolicyWords.AllEapTypes, text => PolicyWords.ParseEap(text), shown: "any") is { Count: > 0 } types
            ? new Condition.Eap(key, [.. types.Cast<EapType>()])
            : null;
}
