using Adit.Access.Accounts;
using Adit.Access.Policies;
using Adit.Protocols.Radius;
using Adit.Server.Configuration;
using Adit.Server.Control;

namespace Adit.Server.Hosting;

/// <summary>Shows the policies in force, and asks them.</summary>
internal sealed class PolicyControl(LiveConfiguration live, IAccountSource accounts, string gateway, TimeProvider clock) : IPolicyControl
{
    public ValueTask<IReadOnlyList<PolicyView>> ListAsync(CancellationToken cancellationToken) => new(PolicyViews.Of(live.Current.Policies));

    public async ValueTask<PolicyTrialView> TestAsync(PolicyOrder order, CancellationToken cancellationToken)
    {
        var set = live.Current.Policies;
        var question = new PolicyQuestion
        {
            User = order.User,
            AuthenticationType = Parse("authentication type", order.AuthenticationType, PolicyWords.ParseAuthentication, PolicyWords.AllAuthentications)
                ?? (order.EapType is null ? AuthenticationType.MsChapV2 : AuthenticationType.Eap),
            EapMethod = Parse("EAP type", order.EapType, PolicyWords.ParseEap, PolicyWords.AllEapTypes) ?? default,
            Gateway = order.NasIdentifier ?? gateway,
            CallingStationId = order.CallingStationId ?? "",
            At = Parse("time", order.At, PolicyTestReader.ParseTime, "a time of the week such as 'mon 09:00'") ?? clock.GetUtcNow(),
        };
        question = question with { Attributes = AttributesOf(order, question.Attributes) };
        var route = PolicyEvaluation.Route(set, question.ToSubject(clock.LocalTimeZone));
        var account = await FindAccountAsync(route.Policy?.Rename(order.User) ?? order.User, cancellationToken);
        return PolicyViews.Of(PolicyTrial.Run(set, (question with { Account = Overridden(account, order) }).ToSubject(clock.LocalTimeZone)));
    }

    private async ValueTask<PolicyAccount> FindAccountAsync(string user, CancellationToken cancellationToken) =>
        AccountName.TryParseUserName(user, out var name) && await accounts.FindAsync(name, cancellationToken) is { } account
            ? PolicyAccount.Of(account)
            : new PolicyAccount(GroupNames.None, DialInPermission.ByPolicy, CallerId: null);

    private static PolicyAccount Overridden(PolicyAccount account, PolicyOrder order) => account with
    {
        Groups = order.Groups is null ? account.Groups
            : GroupNames.TryParse(string.Join(',', order.Groups), out var groups) ? groups : throw Wrong("groups", "names with commas between them"),
        Permission = Parse("permission", order.Permission, PolicyTestReader.ParsePermission, "policy, allow or deny") ?? account.Permission,
    };

    private static AccessAttributes AttributesOf(PolicyOrder order, AccessAttributes defaults) => defaults with
    {
        CalledStationId = order.CalledStationId,
        NasPortType = ParseWord(PolicyWords.NasPortType, order.NasPortType) ?? defaults.NasPortType,
        TunnelType = ParseWord(PolicyWords.TunnelType, order.TunnelType) ?? defaults.TunnelType,
        NasIdentifier = order.NasIdentifier,
        Client = order.Client is { } client ? new AccessClient(client, "", Vendor: null) : null,
    };

    private static uint? ParseWord(string attribute, string? text) => text is null ? null
        : PolicyWords.Parse(attribute, text)?.Number ?? throw Wrong(attribute, PolicyWords.All(attribute));

    private static T? Parse<T>(string what, string? text, Func<string, T?> parse, string expected)
        where T : struct => text is null ? null : parse(text) ?? throw Wrong(what, expected);

    private static ControlException Wrong(string what, string expected) =>
        new(ControlFault.Invalid, new ProblemView("value-wrong", $"That is no {what}.", $"Give {expected}."));
}
