using Adit.Diagnosis.Attempts;
using Adit.Diagnosis.Scenarios;
using Adit.Protocols;
using Adit.Protocols.Ppp;

namespace Adit.Diagnosis.Tests.Scenarios;

public sealed class ConclusionTests
{
    [Theory]
    [InlineData("NPS-016", "anna", "A23")]
    [InlineData("NPS-008", "nobody", "A22")]
    [InlineData("NPS-008", @"NOSUCH\anna", "A24")]
    [InlineData("ADDR-101", "anna", "A57")]
    [InlineData("NPS-256", "anna", "A70")]
    public void The_servers_evidence_names_one_scenario(string code, string user, string scenario) =>
        Assert.Equal(scenario, Conclusion.Draw(Evidence.Of(Failed(code, user))).Scenario?.Id);

    [Fact]
    public void What_the_server_cannot_tell_apart_is_one_group()
    {
        var conclusion = Conclusion.Draw(Evidence.Of(Failed("NPS-283", "anna")));

        Assert.Equal("user-purpose", Assert.Single(conclusion.Groups).Name);
        Assert.Equal(["A74", "C35"], conclusion.Scenarios.Select(scenario => scenario.Id));
    }

    [Fact]
    public void The_client_is_told_a_group_and_no_other()
    {
        var refused = new PppFailure.Refused(691, MayRetry: false, "");

        var conclusion = Conclusion.Draw(Evidence.Of(refused, ScenarioPlace.Client));

        Assert.Equal("credentials", Assert.Single(conclusion.Groups).Name);
        Assert.Contains(conclusion.Scenarios, scenario => scenario.Id == "A22");
    }

    [Fact]
    public void An_attempt_that_did_not_fail_proves_nothing()
    {
        var conclusion = Conclusion.Draw(Evidence.Of(Failed("NPS-016", "anna") with { FailureCode = null }));

        Assert.Empty(conclusion.Groups);
        Assert.Null(conclusion.Scenario);
    }

    [Fact]
    public void What_two_items_have_in_common_remains()
    {
        var evidence = Evidence.Of(Failed("EAP-101", "anna")).With(new EvidenceItem("CLIENT-209"));

        Assert.Equal("C05", Conclusion.Draw(evidence).Scenario?.Id);
    }

    [Fact]
    public void Items_that_have_nothing_in_common_are_faults_beside_one_another()
    {
        var evidence = new Evidence(ScenarioPlace.Server, [new EvidenceItem("ADDR-101"), new EvidenceItem("NPS-016")]);

        Assert.Equal(["A23", "A57"], Conclusion.Draw(evidence).Scenarios.Select(scenario => scenario.Id));
    }

    [Theory]
    [InlineData("missing", "B12")]
    [InlineData("lacking", "D05")]
    [InlineData("none", "B13")]
    [InlineData("borne", "client-left-tls")]
    public void Who_left_over_the_certificate_is_known_by_the_name_that_was_asked_for(string name, string group)
    {
        var attempt = Failed("NET-106", "anna") with { Facts = [new AttemptFact("tls.name", name)] };

        Assert.Equal(group, Assert.Single(Conclusion.Draw(Evidence.Of(attempt)).Groups).Name);
    }

    [Theory]
    [InlineData("none", "B10 B11")]
    [InlineData("published", "B10 B11 B14 B15")]
    [InlineData("inside", "B10 B11 B15")]
    public void Revocation_is_a_reason_to_leave_only_where_the_certificate_names_a_place_for_it(string lists, string scenarios)
    {
        var attempt = Failed("NET-106", "anna") with { Facts = [new AttemptFact("tls.name", "borne"), new AttemptFact("tls.lists", lists)] };

        Assert.Equal(scenarios.Split(' '), Conclusion.Draw(Evidence.Of(attempt)).Scenarios.Select(scenario => scenario.Id));
    }

    [Theory]
    [InlineData("NPS-036", "password.given", "wrong", "A26")]
    [InlineData("NPS-036", "password.given", "right", "A32")]
    [InlineData("NPS-265", "user.others", "accepted", "C11")]
    [InlineData("NPS-265", "user.others", "none", "A76")]
    [InlineData("PPP-101", "link.others", "through", "A12")]
    [InlineData("PPP-101", "link.others", "held", "A13")]
    [InlineData("SSTP-201", "link.others", "held", "A13")]
    [InlineData("NET-108", "refused", "limits.sessions", "A51")]
    [InlineData("NET-108", "refused", "limits.ports.sstp", "B01")]
    [InlineData("NET-108", "refused", "off", "A35")]
    [InlineData("LIM-102", "refused", "limits.ports.sstp", "B01")]
    public void One_more_fact_leaves_one_scenario(string code, string fact, string value, string scenario)
    {
        var attempt = Failed(code, "anna") with { Facts = [new AttemptFact(fact, value)] };

        Assert.Equal(scenario, Conclusion.Draw(Evidence.Of(attempt)).Scenario?.Id);
    }

    private static AttemptRecord Failed(string code, string user) => new()
    {
        StartedUtc = DateTimeOffset.UnixEpoch,
        Gateway = "gw",
        Link = "sstp",
        Peer = "192.0.2.1:5",
        UserName = user,
        FailureCode = code,
        Outcome = AttemptOutcome.Failed,
    };
}
