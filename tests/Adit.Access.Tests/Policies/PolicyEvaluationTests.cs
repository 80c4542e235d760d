using Adit.Access.Accounts;
using Adit.Access.Policies;
using Adit.Protocols.Eap;
using Adit.Protocols.Radius;

namespace Adit.Access.Tests.Policies;

public sealed class PolicyEvaluationTests
{
    private static readonly DateTimeOffset _mondayNoon = new(2024, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly NetworkPolicy _staff = new() { Name = "Staff", Conditions = [InGroup("staff")] };
    private static readonly NetworkPolicy _guests = new() { Name = "Guests", Conditions = [InGroup("guests")], Constraints = [Daytime()] };
    private static readonly NetworkPolicy _rest = new() { Name = "Rest", Grants = false };

    [Theory]
    [InlineData("staff", "Staff", AccessReason.None)]
    [InlineData("guests", "Guests", AccessReason.None)]
    [InlineData("staff,guests", "Staff", AccessReason.None)]
    [InlineData("", "Rest", AccessReason.DialInDenied)]
    public void The_first_policy_whose_conditions_all_hold_decides(string groups, string policy, AccessReason reason)
    {
        var verdict = PolicyEvaluation.Authorize(Set(_staff, _guests, _rest), Subject(groups));

        Assert.Equal((policy, reason), (verdict.Policy?.Name, verdict.Reason));
    }

    [Fact]
    public void Without_a_policy_that_matches_nobody_enters_not_even_who_is_allowed_to_dial_in()
    {
        var verdict = PolicyEvaluation.Authorize(Set(_staff), Subject("", DialInPermission.Allow));

        Assert.Equal((null, AccessReason.NoNetworkPolicy), (verdict.Policy, verdict.Reason));
    }

    [Fact]
    public void A_constraint_that_fails_refuses_and_no_later_policy_is_looked_at()
    {
        var night = Subject("guests") with { Now = _mondayNoon.AddHours(12) };

        var verdict = PolicyEvaluation.Authorize(Set(_guests, new NetworkPolicy { Name = "Everybody" }), night);

        Assert.Equal(("Guests", AccessReason.TimeNotAllowed), (verdict.Policy!.Name, verdict.Reason));
        Assert.Equal(["Guests"], verdict.Trace.Select(policy => policy.Policy));
    }

    [Fact]
    public void A_condition_that_fails_goes_on_to_the_next_policy()
    {
        var byDay = new NetworkPolicy { Name = "By day", Conditions = [Daytime().Condition] };
        var night = Subject("") with { Now = _mondayNoon.AddHours(12) };

        Assert.Equal("Everybody", PolicyEvaluation.Authorize(Set(byDay, new NetworkPolicy { Name = "Everybody" }), night).Policy!.Name);
    }

    [Theory]
    [InlineData(true, DialInPermission.ByPolicy, false, AccessReason.None)]
    [InlineData(true, DialInPermission.Allow, false, AccessReason.None)]
    [InlineData(true, DialInPermission.Deny, false, AccessReason.DialInDenied)]
    [InlineData(true, DialInPermission.Deny, true, AccessReason.None)]
    [InlineData(false, DialInPermission.ByPolicy, false, AccessReason.DialInDenied)]
    [InlineData(false, DialInPermission.Allow, false, AccessReason.None)]
    [InlineData(false, DialInPermission.Allow, true, AccessReason.DialInDenied)]
    [InlineData(false, DialInPermission.Deny, false, AccessReason.DialInDenied)]
    public void The_account_s_permission_comes_before_the_policy_s_unless_the_policy_ignores_it(
        bool grants, DialInPermission permission, bool ignores, AccessReason reason)
    {
        var policy = new NetworkPolicy { Name = "All", Grants = grants, IgnoresDialIn = ignores };

        Assert.Equal(reason, PolicyEvaluation.Authorize(Set(policy), Subject("", permission)).Reason);
    }

    [Theory]
    [InlineData("192.0.2.1", false, AccessReason.None)]
    [InlineData("192.0.2.9", false, AccessReason.CallingStationMismatch)]
    [InlineData("192.0.2.9", true, AccessReason.None)]
    public void The_account_s_caller_id_holds_unless_the_policy_ignores_it(string from, bool ignores, AccessReason reason)
    {
        Assert.True(CallerStation.TryParse("192.0.2.1", out var station));
        var subject = Subject("", from: from);

        var verdict = PolicyEvaluation.Authorize(
            Set(new NetworkPolicy { Name = "All", IgnoresDialIn = ignores }), subject with { Account = subject.Account! with { CallerId = station } });

        Assert.Equal(reason, verdict.Reason);
    }

    [Fact]
    public void A_policy_that_is_off_is_not_looked_at() =>
        Assert.Null(PolicyEvaluation.Authorize(Set(_staff with { IsEnabled = false }), Subject("staff")).Policy);

    [Fact]
    public void The_trace_names_the_value_seen_and_the_one_wanted()
    {
        var trace = PolicyEvaluation.Authorize(Set(_staff, _guests), Subject("guests")).Trace;

        Assert.Equal(new ConditionTrace("windowsGroups", "staff", "guests", false), Assert.Single(trace[0].Conditions));
        Assert.Equal((true, "mon 12:00"), (trace[1].Matches, trace[1].Constraints[^1].Seen));
    }

    [Fact]
    public void The_methods_of_the_policy_that_matches_are_offered_in_its_order()
    {
        var policy = _staff with { EapTypes = [EapType.GenericTokenCard, EapType.Md5Challenge] };

        var offer = PolicyEvaluation.Offer(Set(policy), Subject("staff"), [EapType.MsChapV2], out _);

        Assert.Equal([EapType.GenericTokenCard, EapType.Md5Challenge], offer);
    }

    [Fact]
    public void A_condition_on_the_EAP_type_narrows_what_is_offered()
    {
        var policy = new NetworkPolicy { Name = "Md5", Conditions = [new Condition.Eap("eapType", [EapType.Md5Challenge])] };

        Assert.Equal([EapType.Md5Challenge], PolicyEvaluation.Offer(Set(policy), Subject(""), [EapType.MsChapV2, EapType.Md5Challenge], out _));
    }

    [Fact]
    public void Who_matches_no_policy_is_offered_nothing()
    {
        Assert.Empty(PolicyEvaluation.Offer(Set(_staff), Subject("guests"), [EapType.MsChapV2], out var verdict));

        Assert.Equal(AccessReason.NoNetworkPolicy, verdict.Reason);
    }

    [Fact]
    public void A_name_without_account_is_not_told_from_one_with_until_the_method_has_ended()
    {
        var stranger = Subject("") with { Account = null, IsAccountOpen = true };

        Assert.NotEmpty(PolicyEvaluation.Offer(Set(_staff), stranger, [EapType.MsChapV2], out _));
        Assert.Equal(AccessReason.NoNetworkPolicy, PolicyEvaluation.Authorize(Set(_staff), stranger with { IsAccountOpen = false }).Reason);
    }

    [Fact]
    public void Behind_an_anonymous_name_the_methods_of_every_policy_that_could_be_met_are_offered()
    {
        var stranger = Subject("") with { Account = null, IsAccountOpen = true };
        var everybody = new NetworkPolicy { Name = "Everybody", EapTypes = [EapType.Peap] };
        var never = new NetworkPolicy { Name = "Never", EapTypes = [EapType.GenericTokenCard] };

        var offer = PolicyEvaluation.Offer(Set(_staff with { EapTypes = [EapType.Md5Challenge] }, everybody, never), stranger, [EapType.MsChapV2], out var verdict);

        Assert.Equal([EapType.Md5Challenge, EapType.Peap], offer);
        Assert.Equal(AccessReason.None, verdict.Reason);
    }

    [Fact]
    public void A_policy_that_does_not_allow_EAP_offers_nothing()
    {
        var policy = new NetworkPolicy { Name = "Pap", Constraints = [new(new Condition.Authentication("authenticationMethods", [AuthenticationType.Pap]), AccessReason.MethodNotAllowed)] };

        Assert.Empty(PolicyEvaluation.Offer(Set(policy), Subject(""), [EapType.MsChapV2], out var verdict));

        Assert.Equal(AccessReason.MethodNotAllowed, verdict.Reason);
    }

    [Fact]
    public void Another_EAP_method_than_the_policy_s_is_refused_at_the_end() => Assert.Equal(
        AccessReason.MethodNotAllowed,
        PolicyEvaluation.Authorize(Set(_staff with { EapTypes = [EapType.Md5Challenge] }), Subject("staff") with { EapMethod = EapType.MsChapV2 }).Reason);

    [Fact]
    public void No_connection_request_policy_is_a_reason_of_its_own()
    {
        var set = PolicySet.Default with { Connection = [new ConnectionPolicy { Name = "Ours", Conditions = [Named("@example\\.com$")] }] };

        Assert.Equal(AccessReason.NoConnectionPolicy, PolicyEvaluation.Route(set, Subject("")).Reason);
    }

    [Theory]
    [InlineData("^al", "alice", true)]
    [InlineData("ALICE", "alice", true)]
    [InlineData("lic", "alice", true)]
    [InlineData("^lic", "alice", false)]
    [InlineData("(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", false)]
    public void A_pattern_is_found_anywhere_and_never_holds_up(string pattern, string text, bool isFound) =>
        Assert.Equal(isFound, PolicyPattern.IsMatch(PolicyPattern.Parse(pattern)!, text));

    [Theory]
    [InlineData("(")]
    [InlineData("(?=a)")]
    [InlineData("(a)\\1")]
    [InlineData("")]
    public void What_is_no_pattern_or_needs_to_look_back_is_refused(string pattern) => Assert.Null(PolicyPattern.Parse(pattern));

    [Fact]
    public void An_endless_name_is_found_by_nothing_and_stays_as_it_is()
    {
        var name = new string('a', 100_000);

        Assert.False(PolicyPattern.IsMatch(PolicyPattern.Parse("a")!, name));
        Assert.Same(name, PolicyPattern.Replace(PolicyPattern.Parse("a")!, name, "bb"));
    }

    [Fact]
    public void Names_are_replaced_one_rule_after_another()
    {
        var policy = new ConnectionPolicy
        {
            Name = "Ours",
            UserName = [new(PolicyPattern.Parse("^(.*)@example\\.com$")!, "EXAMPLE\\$1"), new(PolicyPattern.Parse("^EXAMPLE")!, "CORP")],
        };

        Assert.Equal("CORP\\anna", policy.Rename("anna@example.com"));
    }

    [Fact]
    public void For_any_policies_the_trace_ends_with_the_one_that_decides_and_whoever_enters_has_one()
    {
        var random = new Random(11);
        for (var round = 0; round < 2000; round++)
        {
            var set = Set([.. Enumerable.Range(0, random.Next(6)).Select(number => AnyPolicy(random, number))]);
            var verdict = PolicyEvaluation.Authorize(set, Subject(random.Next(2) == 0 ? "staff" : "guests", (DialInPermission)random.Next(3)));

            Assert.True(verdict.Policy is not null || verdict.Reason is AccessReason.NoNetworkPolicy);
            Assert.Equal(verdict.Policy?.Name, verdict.Trace.LastOrDefault(policy => policy.Matches)?.Policy);
            Assert.True(verdict.Trace.Count(policy => policy.Matches) <= 1 && (verdict.Policy is null || verdict.Trace[^1].Matches));
            Assert.Equal(verdict.Reason is AccessReason.None, verdict.Trace.Count > 0 && verdict.Trace[^1] is { Matches: true } last && last.Constraints.All(one => one.Holds));
        }
    }

    private static NetworkPolicy AnyPolicy(Random random, int number) => new()
    {
        Name = $"P{number}",
        IsEnabled = random.Next(5) > 0,
        Grants = random.Next(2) == 0,
        IgnoresDialIn = random.Next(2) == 0,
        Conditions = random.Next(3) == 0 ? [] : [InGroup(random.Next(2) == 0 ? "staff" : "guests")],
        Constraints = random.Next(2) == 0 ? [] : [new(new Condition.Pattern("calledStationId", [PolicyPattern.Parse("9")!], _ => random.Next(2) == 0 ? "9" : "8"), AccessReason.CalledStationMismatch)],
    };

    private static PolicySet Set(params NetworkPolicy[] policies) => PolicySet.Default with { Network = policies };

    private static Condition.Groups InGroup(string name) => new("windowsGroups", [name], OfMachines: null);

    private static Condition.Pattern Named(string pattern) => new("userName", [PolicyPattern.Parse(pattern)!], subject => subject.Request.UserName);

    private static Constraint Daytime()
    {
        Assert.True(WeeklyHours.TryParse("mon-fri 08:00-18:00", out var hours));
        return new Constraint(new Condition.DayAndTime("dayAndTime", hours), AccessReason.TimeNotAllowed);
    }

    private static PolicySubject Subject(string groups, DialInPermission permission = DialInPermission.ByPolicy, string from = "192.0.2.1")
    {
        Assert.True(GroupNames.TryParse(groups, out var names));
        return new PolicySubject
        {
            Request = new AccessRequest(new AccessCredentials.Pap("alice", default), "s-1", "gw", from, null),
            Now = _mondayNoon,
            Local = TimeZoneInfo.Utc,
            AuthenticationType = AuthenticationType.MsChapV2,
            Account = new PolicyAccount(names, permission, CallerId: null),
        };
    }
}
